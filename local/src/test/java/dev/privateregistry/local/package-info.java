@NullMarked
package dev.privateregistry.local;

import org.jspecify.annotations.NullMarked;
