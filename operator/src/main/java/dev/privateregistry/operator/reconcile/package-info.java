/** The glue to the Java Operator SDK: observe, decide, apply; nothing else. */
@NullMarked
package dev.privateregistry.operator.reconcile;

import org.jspecify.annotations.NullMarked;
