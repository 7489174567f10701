package dev.privateregistry.registry.catalog;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.domain.Tag;
import dev.privateregistry.registry.storage.BrokenLinkException;
import dev.privateregistry.registry.storage.Links;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageDriver.Durability;
import dev.privateregistry.registry.storage.StorageLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tags of each repository. A tag exists as long as its current link does. */
final class Tags {
  private static final Logger LOG = LoggerFactory.getLogger(Tags.class);

  private final StorageDriver driver;
  private final Links links;

  Tags(StorageDriver driver) {
    this.driver = driver;
    this.links = new Links(driver);
  }

  /** What a tag names now, or null when there is no such tag or its link is broken. */
  @Nullable Digest current(RepositoryName name, Tag tag) throws IOException {
    try {
      return links.read(StorageLayout.tagCurrentLink(name, tag));
    } catch (BrokenLinkException e) {
      LOG.warn("{}:{} names nothing, push or delete it: {}", name, tag, e.getMessage());
      return null;
    }
  }

  private boolean exists(RepositoryName name, Tag tag) throws IOException {
    return driver.size(StorageLayout.tagCurrentLink(name, tag)) >= 0;
  }

  /** Lets a tag name a manifest, durably and in one step. */
  void set(RepositoryName name, Tag tag, Digest digest) throws IOException {
    links.write(StorageLayout.tagIndexLink(name, tag, digest), digest);
    links.write(StorageLayout.tagCurrentLink(name, tag), digest);
  }

  /**
   * Removes a tag. Its history goes first, so that a crash leaves a tag that works or none.
   *
   * @return whether there was one
   */
  boolean delete(RepositoryName name, Tag tag) throws IOException {
    if (!exists(name, tag)) {
      return false;
    }
    driver.delete(StorageLayout.tagIndex(name, tag), Durability.VOLATILE);
    return driver.delete(StorageLayout.tag(name, tag), Durability.DURABLE);
  }

  /** All tags of a repository, sorted. */
  List<Tag> list(RepositoryName name) throws IOException {
    List<Tag> tags = new ArrayList<>();
    for (String text : driver.list(StorageLayout.tags(name))) {
      Tag tag = Tag.tryParse(text);
      if (tag != null && exists(name, tag)) {
        tags.add(tag);
      }
    }
    return tags;
  }
}
