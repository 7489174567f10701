package dev.privateregistry.registry.config;

/**
 * Bounds of the API.
 *
 * @param catalogEntries most repositories in one page
 * @param tags most tags in one page
 * @param completeIndexes whether every manifest of an index must exist when it is pushed
 * @param completeImages whether every layer of an image must exist when it is pushed
 */
public record ApiConfig(
    int catalogEntries, int tags, boolean completeIndexes, boolean completeImages) {}
