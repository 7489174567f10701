/** The one catalogue of errors that the registry answers with. */
@NullMarked
package dev.privateregistry.registry.error;

import org.jspecify.annotations.NullMarked;
