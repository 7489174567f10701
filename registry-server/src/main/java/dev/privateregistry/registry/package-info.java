/** The OCI registry server. */
@NullMarked
package dev.privateregistry.registry;

import org.jspecify.annotations.NullMarked;
