/** What {@code kubectl get} prints. */
@NullMarked
package dev.privateregistry.local.kube.table;

import org.jspecify.annotations.NullMarked;
