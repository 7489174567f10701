/** Kinds, the table of the built-in ones, and failures in the API server's words. */
@NullMarked
package dev.privateregistry.local.kube.api;

import org.jspecify.annotations.NullMarked;
