/** Defaults and rules of built-in and custom kinds before an object is stored. */
@NullMarked
package dev.privateregistry.local.kube.admission;

import org.jspecify.annotations.NullMarked;
