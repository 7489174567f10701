/** Our registry server and its peers, side by side on one machine. */
@NullMarked
package dev.privateregistry.bench;

import org.jspecify.annotations.NullMarked;
