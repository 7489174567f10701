package dev.privateregistry.registry.gc;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Digest.Algorithm;
import dev.privateregistry.registry.storage.BrokenLinkException;
import dev.privateregistry.registry.storage.Links;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageDriver.Durability;
import dev.privateregistry.registry.storage.StorageLayout;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Checks links in folders that are named by a digest. */
final class LinkCheck {
  private final StorageDriver driver;
  private final Links links;
  private final Findings findings;

  LinkCheck(StorageDriver driver, Findings findings) {
    this.driver = driver;
    this.links = new Links(driver);
    this.findings = findings;
  }

  /**
   * Where a link leads if it leads to content that is there; else it is reported. A broken link is
   * as good as new when its folder is named by the SHA-256 of content that is there.
   *
   * @param what of which repository, for messages
   * @param goneIsWrong whether a link without content is more than a left-over: garbage collectors
   *     leave links of blobs, but not of manifests
   */
  @Nullable Digest check(String what, Digest name, String path, boolean goneIsWrong)
      throws IOException {
    Digest target;
    try {
      target = links.read(path);
    } catch (BrokenLinkException e) {
      return mend(what, name, path, "the link does not hold a digest");
    }
    if (target == null) {
      return null;
    }
    if (target.algorithm() != Algorithm.SHA256
        || (name.algorithm() == Algorithm.SHA256 && !target.equals(name))) {
      return mend(what, name, path, "the link leads to " + target);
    }
    if (hasContent(target)) {
      return target;
    }
    if (goneIsWrong) {
      findings.wrong(what, "its content is gone", "removing the link", () -> remove(path));
    } else {
      findings.leftOver(what, "its content is gone", "removing the link", () -> remove(path));
    }
    return null;
  }

  private @Nullable Digest mend(String what, Digest name, String path, String problem)
      throws IOException {
    if (name.algorithm() == Algorithm.SHA256 && hasContent(name)) {
      findings.wrong(what, problem, "writing it anew", () -> links.write(path, name));
      return name;
    }
    findings.wrong(what, problem, "removing it", () -> remove(path));
    return null;
  }

  private boolean hasContent(Digest canonical) throws IOException {
    return driver.size(StorageLayout.blob(canonical)) >= 0;
  }

  private void remove(String path) throws IOException {
    driver.delete(path, Durability.DURABLE);
  }
}
