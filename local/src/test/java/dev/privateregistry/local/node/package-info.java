@NullMarked
package dev.privateregistry.local.node;

import org.jspecify.annotations.NullMarked;
