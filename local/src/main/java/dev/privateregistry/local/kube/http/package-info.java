/** The server: requests, answers, watches. */
@NullMarked
package dev.privateregistry.local.kube.http;

import org.jspecify.annotations.NullMarked;
