/** The packaged registry server, killed again and again under load. */
@NullMarked
package dev.privateregistry.e2e.kill;

import org.jspecify.annotations.NullMarked;
