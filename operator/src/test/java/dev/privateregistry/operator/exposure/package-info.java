@NullMarked
package dev.privateregistry.operator.exposure;

import org.jspecify.annotations.NullMarked;
