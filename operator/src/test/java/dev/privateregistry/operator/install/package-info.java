/** The operator as it is installed: deploy/, the Helm chart, and the pods that come of them. */
@NullMarked
package dev.privateregistry.operator.install;

import org.jspecify.annotations.NullMarked;
