/** The command line of the local system: {@code up}, {@code up --check}, {@code up --password}. */
@NullMarked
package dev.privateregistry.local.app;

import org.jspecify.annotations.NullMarked;
