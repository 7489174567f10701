@NullMarked
package dev.privateregistry.operator.desired;

import org.jspecify.annotations.NullMarked;
