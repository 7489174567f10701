/**
 * What the operator's scenarios run against, and an API server for them in this process: the
 * Fabric8 mock server with server-side apply and a record of writes.
 */
@NullMarked
package dev.privateregistry.operator.cluster;

import org.jspecify.annotations.NullMarked;
