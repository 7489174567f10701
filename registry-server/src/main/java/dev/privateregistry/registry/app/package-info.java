/** The program: command line, wiring, start and stop. */
@NullMarked
package dev.privateregistry.registry.app;

import org.jspecify.annotations.NullMarked;
