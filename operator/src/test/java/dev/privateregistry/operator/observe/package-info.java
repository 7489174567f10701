@NullMarked
package dev.privateregistry.operator.observe;

import org.jspecify.annotations.NullMarked;
