/** The same requests to the registry server and to both generations of distribution. */
@NullMarked
package dev.privateregistry.e2e.golden;

import org.jspecify.annotations.NullMarked;
