package dev.privateregistry.operator.chart;

import java.util.List;
import java.util.stream.Stream;

/** A piece of a template that is no YAML: it stands in the place of an entry of a map or a list. */
sealed interface Fragment {

  /** The lines, each with this many spaces in front. */
  List<String> lines(int indent);

  /**
   * An entry that is there when a value is given.
   *
   * @param value the path below {@code .Values}
   */
  record Entry(String key, String value) implements Fragment {
    @Override
    public List<String> lines(int indent) {
      return indented(
          indent,
          "{{- with .Values." + value + " }}",
          key + ":",
          "  {{- toYaml . | nindent " + (indent + 2) + " }}",
          "{{- end }}");
    }
  }

  /**
   * What a value adds to the list or map around it.
   *
   * @param value the path below {@code .Values}
   */
  record Rest(String value) implements Fragment {
    @Override
    public List<String> lines(int indent) {
      return indented(
          indent,
          "{{- with .Values." + value + " }}",
          "{{- toYaml . | nindent " + indent + " }}",
          "{{- end }}");
    }
  }

  /** A named template that gives entries of the map around it. */
  record Include(String template) implements Fragment {
    @Override
    public List<String> lines(int indent) {
      return indented(
          indent,
          "{{- include \"private-registry-operator."
              + template
              + "\" $ | nindent "
              + indent
              + " }}");
    }
  }

  private static List<String> indented(int indent, String... lines) {
    return Stream.of(lines).map(line -> " ".repeat(indent) + line).toList();
  }
}
