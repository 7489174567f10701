/** Keys, the operator's CA, and the certificates it issues. */
@NullMarked
package dev.privateregistry.operator.tls;

import org.jspecify.annotations.NullMarked;
