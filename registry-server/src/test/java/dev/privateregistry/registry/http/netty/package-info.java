@NullMarked
package dev.privateregistry.registry.http.netty;

import org.jspecify.annotations.NullMarked;
