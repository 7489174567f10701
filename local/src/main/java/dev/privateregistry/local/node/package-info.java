/**
 * Plays a node and the few controllers a registry needs, on a machine without a cluster:
 * Deployments become Pods, Pods become processes, claims become folders, Services become local
 * ports.
 *
 * <p>It speaks to the API server only through a Kubernetes client, so what it does is visible to
 * every other client: pod status, conditions, Events, EndpointSlices.
 */
@NullMarked
package dev.privateregistry.local.node;

import org.jspecify.annotations.NullMarked;
