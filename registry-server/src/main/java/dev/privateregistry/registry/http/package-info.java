/**
 * HTTP as handlers see it: requests, responses and their bodies, independent of the protocol
 * version.
 */
@NullMarked
package dev.privateregistry.registry.http;

import org.jspecify.annotations.NullMarked;
