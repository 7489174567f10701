/** An embedded Kubernetes API server for one machine and one user. */
@NullMarked
package dev.privateregistry.local.kube;

import org.jspecify.annotations.NullMarked;
