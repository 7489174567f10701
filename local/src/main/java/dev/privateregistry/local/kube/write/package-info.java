/** Creating, changing and deleting objects by the API server's rules. */
@NullMarked
package dev.privateregistry.local.kube.write;

import org.jspecify.annotations.NullMarked;
