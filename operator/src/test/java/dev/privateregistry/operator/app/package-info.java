@NullMarked
package dev.privateregistry.operator.app;

import org.jspecify.annotations.NullMarked;
