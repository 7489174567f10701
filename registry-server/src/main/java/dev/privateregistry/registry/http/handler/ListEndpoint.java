package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.catalog.Manifests;
import dev.privateregistry.registry.catalog.Repositories;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.domain.Tag;
import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.http.router.Query;
import dev.privateregistry.registry.http.router.Route;
import dev.privateregistry.registry.storage.FreshCache;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code /v2/<name>/tags/list} and {@code /v2/_catalog}: sorted names in pages. */
final class ListEndpoint {
  private static final int CATALOG_DEFAULT = 100;
  private static final int BYTES_PER_NAME = 80;
  private static final long CACHE_BYTES = 16L << 20;

  private final Manifests manifests;
  private final Repositories repositories;
  private final Answers answers;
  private final ApiOptions.Limits limits;
  private final FreshCache<RepositoryName, List<String>> tagLists =
      new FreshCache<>(
          CACHE_BYTES, (key, names) -> weight(names), (key, old) -> tags(key), System::nanoTime);
  private final FreshCache<Route.Catalog, List<String>> catalog =
      new FreshCache<>(
          Long.MAX_VALUE, (key, names) -> weight(names), (key, old) -> names(), System::nanoTime);

  ListEndpoint(
      Manifests manifests, Repositories repositories, Answers answers, ApiOptions.Limits limits) {
    this.manifests = manifests;
    this.repositories = repositories;
    this.answers = answers;
    this.limits = limits;
  }

  private static int weight(List<String> names) {
    return 64 + (int) Math.min(Integer.MAX_VALUE - 64, (long) names.size() * BYTES_PER_NAME);
  }

  private @Nullable List<String> tags(RepositoryName name) throws IOException {
    List<String> tags = manifests.tags(name).stream().map(Tag::value).toList();
    return tags.isEmpty() && !repositories.exists(name) ? null : tags;
  }

  private List<String> names() throws IOException {
    return repositories.list().stream().map(RepositoryName::value).toList();
  }

  /** A manifest was pushed under these tags, or under its digest only. */
  void pushed(RepositoryName name, Collection<Tag> pushed) {
    List<String> tags = tagLists.getNow(name);
    boolean known =
        tags != null
            && pushed.stream().allMatch(tag -> Collections.binarySearch(tags, tag.value()) >= 0);
    if (!known) {
      tagLists.invalidate(name);
      catalog.invalidate(new Route.Catalog());
    }
  }

  /** A manifest or a tag was removed. */
  void removed(RepositoryName name) {
    tagLists.invalidate(name);
    catalog.invalidate(new Route.Catalog());
  }

  Response tags(Request request, Route.TagList route) throws IOException {
    List<String> all = tagLists.get(route.name());
    if (all == null) {
      throw new RegistryException(ErrorCode.NAME_UNKNOWN, Map.of("name", route.name().value()));
    }
    Query query = new Query(request.query());
    int n = Math.min(asked(query, limits.tagEntries()), limits.tagEntries());
    Page page = Page.of(all, query.first("last"), n);
    String json = "{\"name\":\"" + route.name() + "\",\"tags\":" + page.json() + "}\n";
    return answer(json, page, "/v2/" + route.name() + "/tags/list");
  }

  /**
   * One page of the repositories.
   *
   * @param visible which of them may be shown; null for all
   */
  Response catalog(Request request, Route.Catalog route, @Nullable Predicate<String> visible)
      throws IOException {
    List<String> all = catalog.get(route);
    if (all != null && visible != null) {
      all = all.stream().filter(visible).toList();
    }
    Query query = new Query(request.query());
    int n = asked(query, Math.min(CATALOG_DEFAULT, limits.catalogEntries()));
    if (n > limits.catalogEntries()) {
      throw PageSize.invalid(n);
    }
    Page page = Page.of(all == null ? List.of() : all, query.first("last"), n);
    return answer("{\"repositories\":" + page.json() + "}\n", page, "/v2/_catalog");
  }

  private int asked(Query query, int otherwise) {
    return answers.dialect().refusesWhatIsNoNumber() || PageSize.isNumber(query)
        ? PageSize.asked(query, otherwise)
        : otherwise;
  }

  private Response answer(String json, Page page, String path) {
    return page.more() ? answers.json(200, json, "Link", page.link(path)) : answers.json(200, json);
  }
}
