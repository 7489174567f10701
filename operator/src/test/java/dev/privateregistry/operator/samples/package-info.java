/** The resources in samples/, which every test of real situations starts from. */
@NullMarked
package dev.privateregistry.operator.samples;

import org.jspecify.annotations.NullMarked;
