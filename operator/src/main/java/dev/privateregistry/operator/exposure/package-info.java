/** How clients outside the cluster reach a registry: one class per ingress controller. */
@NullMarked
package dev.privateregistry.operator.exposure;

import org.jspecify.annotations.NullMarked;
