@NullMarked
package dev.privateregistry.registry.notification;

import org.jspecify.annotations.NullMarked;
