/** Orders certificates from ACME servers (RFC 8555) in the background, as plans wish. */
@NullMarked
package dev.privateregistry.operator.acme;

import org.jspecify.annotations.NullMarked;
