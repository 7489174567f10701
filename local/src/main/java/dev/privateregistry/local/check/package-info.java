/**
 * Proves on a running system that nothing fails while every password and the certificate rotate and
 * processes are killed: {@code ./up --check}.
 */
@NullMarked
package dev.privateregistry.local.check;

import org.jspecify.annotations.NullMarked;
