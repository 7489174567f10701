/**
 * How clients outside the cluster reach a registry: one class per ingress controller, and the
 * Gateway API. What a controller cannot do is among the remarks.
 */
@NullMarked
package dev.privateregistry.operator.exposure;

import org.jspecify.annotations.NullMarked;
