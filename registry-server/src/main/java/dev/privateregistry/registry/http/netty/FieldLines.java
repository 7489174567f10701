package dev.privateregistry.registry.http.netty;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The field lines of a request; names are found whatever their case. */
interface FieldLines {
  @Nullable String first(String name);

  List<String> all(String name);
}
