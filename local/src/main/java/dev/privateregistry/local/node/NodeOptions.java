package dev.privateregistry.local.node;

import java.nio.file.Path;

/**
 * @param folder where volumes, logs and projected files go
 * @param programs what runs for which image
 * @param ports which ports Services get
 * @param backoff the pause before a container that ended starts again
 */
public record NodeOptions(Path folder, Programs programs, LocalPorts ports, Backoff backoff) {}
