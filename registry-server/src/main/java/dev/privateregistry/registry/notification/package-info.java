/**
 * Tells webhooks what clients do with content, in distribution's form. Events wait on disk until
 * they are delivered, so that neither a slow receiver nor a restart loses one.
 */
@NullMarked
package dev.privateregistry.registry.notification;

import org.jspecify.annotations.NullMarked;
