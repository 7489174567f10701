/** Objects, their revisions and their files. */
@NullMarked
package dev.privateregistry.local.kube.store;

import org.jspecify.annotations.NullMarked;
