/** The embedded Kubernetes API seen by its clients. */
@NullMarked
package dev.privateregistry.local.kube;

import org.jspecify.annotations.NullMarked;
