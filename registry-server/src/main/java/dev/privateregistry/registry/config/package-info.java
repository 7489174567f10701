/**
 * config.yml of distribution and its environment overrides, read into records.
 *
 * <p>{@link dev.privateregistry.registry.config.Keys} is the table of every key that works, {@link
 * dev.privateregistry.registry.config.OtherKeys} that of the keys known from distribution that do
 * not.
 */
@NullMarked
package dev.privateregistry.registry.config;

import org.jspecify.annotations.NullMarked;
