/** Build time only: writes the templates of the Helm chart from deploy/ and crds/. */
@NullMarked
package dev.privateregistry.operator.chart;

import org.jspecify.annotations.NullMarked;
