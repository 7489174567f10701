/** Validation rules of custom resources in the Common Expression Language. */
@NullMarked
package dev.privateregistry.local.kube.cel;

import org.jspecify.annotations.NullMarked;
