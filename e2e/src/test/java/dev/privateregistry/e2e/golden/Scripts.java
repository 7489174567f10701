package dev.privateregistry.e2e.golden;

import java.util.List;
import java.util.stream.Stream;

/** Everything that is asked. */
final class Scripts {
  private Scripts() {}

  static List<Script> all() {
    return Stream.of(
            BaseScripts.all(),
            BlobScripts.all(),
            UploadScripts.all(),
            ManifestScripts.all(),
            ReadingManifestScripts.all(),
            ListScripts.all(),
            DeleteScripts.all(),
            NameScripts.all(),
            WireScripts.all(),
            SettingScripts.all(),
            TokenScripts.all())
        .flatMap(List::stream)
        .toList();
  }
}
