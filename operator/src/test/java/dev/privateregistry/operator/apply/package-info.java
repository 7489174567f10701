@NullMarked
package dev.privateregistry.operator.apply;

import org.jspecify.annotations.NullMarked;
