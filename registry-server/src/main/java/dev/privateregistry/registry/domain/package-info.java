/** Values of the registry's field that cannot be invalid: no I/O. */
@NullMarked
package dev.privateregistry.registry.domain;

import org.jspecify.annotations.NullMarked;
