/** JSON trees as Kubernetes objects. */
@NullMarked
package dev.privateregistry.local.kube.json;

import org.jspecify.annotations.NullMarked;
