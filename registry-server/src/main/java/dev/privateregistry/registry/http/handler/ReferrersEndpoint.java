package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.catalog.Manifests;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.MediaType;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.http.ResponseBody;
import dev.privateregistry.registry.http.router.Query;
import dev.privateregistry.registry.http.router.Route;
import dev.privateregistry.registry.manifest.Referrer;
import dev.privateregistry.registry.storage.FreshCache;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v2/<name>/referrers/<digest>}: the manifests about a subject, in pages. A subject without
 * any has an empty list; so has one that does not exist.
 */
final class ReferrersEndpoint {
  private static final int PAGE_ENTRIES = 1000;
  private static final int ENTRY_BYTES = 1024;
  private static final long CACHE_BYTES = 16L << 20;

  private final Manifests manifests;
  private final Answers answers;
  private final FreshCache<Route.Referrers, List<Referrer>> cache =
      new FreshCache<>(CACHE_BYTES, (key, found) -> weight(found), this::load, System::nanoTime);

  ReferrersEndpoint(Manifests manifests, Answers answers) {
    this.manifests = manifests;
    this.answers = answers;
  }

  private List<Referrer> load(Route.Referrers key, @Nullable List<Referrer> previous)
      throws IOException {
    List<Referrer> known = previous == null ? List.of() : previous;
    return manifests.referrers(key.name(), key.subject(), known);
  }

  private static int weight(List<Referrer> referrers) {
    long bytes = ENTRY_BYTES;
    for (Referrer referrer : referrers) {
      bytes += ENTRY_BYTES;
      for (Map.Entry<String, String> annotation : referrer.annotations().entrySet()) {
        bytes += 2L * (annotation.getKey().length() + annotation.getValue().length());
      }
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  /** A manifest about this subject was pushed or removed; null when it was about nothing. */
  void changed(RepositoryName name, @Nullable Digest subject) {
    if (subject != null) {
      cache.invalidate(new Route.Referrers(name, subject));
    }
  }

  Response get(Request request, Route.Referrers route) throws IOException {
    Query query = new Query(request.query());
    List<Referrer> all = cache.get(route);
    String artifactType = artifactType(query);
    int n = Math.min(PageSize.asked(query, PAGE_ENTRIES), PAGE_ENTRIES);
    ReferrersPage page =
        ReferrersPage.of(
            filtered(all == null ? List.of() : all, artifactType), query.first("last"), n);
    List<String> fields = new ArrayList<>(List.of("Content-Type", MediaType.OCI_INDEX.value()));
    if (artifactType != null) {
      fields.addAll(List.of("OCI-Filters-Applied", "artifactType"));
    }
    if (page.last() != null) {
      String path = "/v2/" + route.name() + "/referrers/" + route.subject();
      fields.addAll(List.of("Link", page.link(path, artifactType)));
    }
    return answers.of(200, new ResponseBody.Bytes(page.index()), fields.toArray(new String[0]));
  }

  /** The type to filter by, or null. A media type has no blanks: one is a plus sent as it is. */
  private static @Nullable String artifactType(Query query) {
    String text = query.first("artifactType");
    return text == null || text.isEmpty() ? null : text.replace(' ', '+');
  }

  private static List<Referrer> filtered(List<Referrer> all, @Nullable String artifactType) {
    return artifactType == null
        ? all
        : all.stream().filter(r -> artifactType.equals(r.artifactType())).toList();
  }
}
