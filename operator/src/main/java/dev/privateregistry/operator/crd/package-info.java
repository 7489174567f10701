/** Build time only: writes the CustomResourceDefinition from the classes of the API. */
@NullMarked
package dev.privateregistry.operator.crd;

import org.jspecify.annotations.NullMarked;
