/** Files whose changes take effect while the program runs. */
@NullMarked
package dev.privateregistry.registry.reload;

import org.jspecify.annotations.NullMarked;
