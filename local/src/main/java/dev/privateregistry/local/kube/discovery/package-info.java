/** What the server tells about its kinds: discovery documents and OpenAPI. */
@NullMarked
package dev.privateregistry.local.kube.discovery;

import org.jspecify.annotations.NullMarked;
