@NullMarked
package dev.privateregistry.local.check;

import org.jspecify.annotations.NullMarked;
