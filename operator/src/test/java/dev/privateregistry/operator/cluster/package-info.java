/**
 * An API server for tests: the Fabric8 mock server with server-side apply and a record of writes.
 */
@NullMarked
package dev.privateregistry.operator.cluster;

import org.jspecify.annotations.NullMarked;
