/**
 * config.yml of distribution and its environment overrides, read into records.
 *
 * <p>Each section has a class that holds its keys and reads them; {@link
 * dev.privateregistry.registry.config.Keys} is the table of all that work, {@link
 * dev.privateregistry.registry.config.OtherKeys} that of the keys known from distribution that do
 * not.
 */
@NullMarked
package dev.privateregistry.registry.config;

import org.jspecify.annotations.NullMarked;
