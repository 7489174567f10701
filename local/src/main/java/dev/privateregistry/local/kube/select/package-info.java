/** Label and field selectors, JSONPath. */
@NullMarked
package dev.privateregistry.local.kube.select;

import org.jspecify.annotations.NullMarked;
