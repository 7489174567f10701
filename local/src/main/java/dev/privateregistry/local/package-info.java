/** The whole system on one machine, without a cluster. */
@NullMarked
package dev.privateregistry.local;

import org.jspecify.annotations.NullMarked;
