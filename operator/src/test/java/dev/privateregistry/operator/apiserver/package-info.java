/**
 * A real API server for tests: etcd and kube-apiserver, with the operator installed as deploy/ says
 * and held to the rights that it gives.
 */
@NullMarked
package dev.privateregistry.operator.apiserver;

import org.jspecify.annotations.NullMarked;
