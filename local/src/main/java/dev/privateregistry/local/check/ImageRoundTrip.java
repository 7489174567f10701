package dev.privateregistry.local.check;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;

/** Pushes an image and pulls it again with a client library that is not ours. */
final class ImageRoundTrip {
  private final Path scratch;

  /**
   * @param scratch an empty folder for the library's caches and the image
   */
  ImageRoundTrip(Path scratch) {
    this.scratch = scratch;
  }

  /** Returns the digest of the image that came back as it went. */
  String run(Target target, Credential credential) throws IOException, InterruptedException {
    try {
      Path payload = Files.createDirectories(scratch.resolve("payload")).resolve("data");
      byte[] bytes = new byte[3 << 20];
      new Random(7).nextBytes(bytes);
      Files.write(payload, bytes);
      String image = target.address() + "/check/image:latest";
      JibContainer pushed =
          Jib.fromScratch()
              .addLayer(List.of(payload), "/")
              .setEntrypoint("/data")
              .containerize(caches(Containerizer.to(registry(image, credential)), "push"));
      Path tar = scratch.resolve("image.tar");
      JibContainer pulled =
          Jib.from(registry(image, credential))
              .containerize(caches(Containerizer.to(TarImage.at(tar).named(image)), "pull"));
      if (!pulled.getImageId().equals(pushed.getImageId()) || Files.size(tar) < bytes.length) {
        throw new IOException("the image that was pulled is not the one that was pushed");
      }
      return pushed.getDigest().toString();
    } catch (InvalidImageReferenceException
        | CacheDirectoryCreationException
        | RegistryException
        | ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException("jib: " + cause.getMessage(), e);
    }
  }

  private static RegistryImage registry(String image, Credential credential)
      throws InvalidImageReferenceException {
    return RegistryImage.named(image).addCredential(credential.user(), credential.password());
  }

  private Containerizer caches(Containerizer to, String name) {
    return to.setApplicationLayersCache(scratch.resolve(name + "-layers"))
        .setBaseImageLayersCache(scratch.resolve(name + "-base"))
        .setToolName("up");
  }
}
