@NullMarked
package dev.privateregistry.operator.acme;

import org.jspecify.annotations.NullMarked;
