/** Bodies in Kubernetes' protobuf encoding, which kubectl sends for built-in kinds. */
@NullMarked
package dev.privateregistry.local.kube.protobuf;

import org.jspecify.annotations.NullMarked;
