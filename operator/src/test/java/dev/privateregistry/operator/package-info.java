@NullMarked
package dev.privateregistry.operator;

import org.jspecify.annotations.NullMarked;
