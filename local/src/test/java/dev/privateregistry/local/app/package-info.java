@NullMarked
package dev.privateregistry.local.app;

import org.jspecify.annotations.NullMarked;
