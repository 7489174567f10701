package dev.privateregistry.registry.config;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML 1.1, as distribution reads it, into {@link ConfigNode}. */
final class YamlText {
  private static final int MAX_DEPTH = 32;

  private final Function<Node, String> origin;

  private YamlText(Function<Node, String> origin) {
    this.origin = origin;
  }

  /** The document of a file. */
  static ConfigNode parseFile(String text) {
    return parse(text, node -> "line " + (node.getStartMark().getLine() + 1));
  }

  /** The value of an environment variable. */
  static ConfigNode parseValue(String text, String variable) {
    return parse(text, node -> variable);
  }

  /** A document that reads as this node. */
  static String write(ConfigNode node) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    StringWriter text = new StringWriter();
    new Yaml(options).serialize(yaml(node), text);
    return text.toString();
  }

  private static Node yaml(ConfigNode node) {
    return switch (node) {
      case ConfigNode.Scalar scalar -> scalar(scalar);
      case ConfigNode.Sequence(List<ConfigNode> items, String origin) ->
          new SequenceNode(
              Tag.SEQ, items.stream().map(YamlText::yaml).toList(), style(items.isEmpty()));
      case ConfigNode.Mapping(Map<String, ConfigNode> entries, String origin) ->
          new MappingNode(
              Tag.MAP,
              entries.entrySet().stream()
                  .map(entry -> new NodeTuple(plain(entry.getKey()), yaml(entry.getValue())))
                  .toList(),
              style(entries.isEmpty()));
    };
  }

  private static DumperOptions.FlowStyle style(boolean empty) {
    return empty ? DumperOptions.FlowStyle.FLOW : DumperOptions.FlowStyle.BLOCK;
  }

  private static ScalarNode scalar(ConfigNode.Scalar scalar) {
    return scalar.tag() == ConfigNode.Scalar.Tag.NULL
        ? new ScalarNode(Tag.NULL, "null", null, null, DumperOptions.ScalarStyle.PLAIN)
        : plain(scalar.text());
  }

  /** As it would be typed: numbers and words without quotes, and nothing that reads as null. */
  private static ScalarNode plain(String text) {
    Tag tag = new Resolver().resolve(NodeId.scalar, text, true);
    return new ScalarNode(
        tag.equals(Tag.NULL) ? Tag.STR : tag, text, null, null, DumperOptions.ScalarStyle.PLAIN);
  }

  private static ConfigNode parse(String text, Function<Node, String> origin) {
    try {
      LoaderOptions options = new LoaderOptions();
      options.setMaxAliasesForCollections(100);
      options.setNestingDepthLimit(MAX_DEPTH);
      Node root = new Yaml(options).compose(new StringReader(text));
      return root == null
          ? new ConfigNode.Scalar("", ConfigNode.Scalar.Tag.NULL, "line 1")
          : new YamlText(origin).convert(root, 0);
    } catch (MarkedYAMLException e) {
      throw new IllegalArgumentException(describe(e), e);
    } catch (YAMLException e) {
      throw new IllegalArgumentException("not valid YAML: " + e.getMessage(), e);
    }
  }

  private static String describe(MarkedYAMLException e) {
    var mark = e.getProblemMark();
    String where =
        mark == null
            ? ""
            : "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": ";
    String context = e.getContext() == null ? "" : " (" + e.getContext() + ")";
    return where + "not valid YAML: " + e.getProblem() + context;
  }

  private ConfigNode convert(Node node, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException(origin.apply(node) + ": nested too deeply");
    }
    return switch (node) {
      case ScalarNode scalar ->
          new ConfigNode.Scalar(scalar.getValue(), tag(scalar), origin.apply(node));
      case SequenceNode sequence -> {
        List<ConfigNode> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          items.add(convert(item, depth + 1));
        }
        yield new ConfigNode.Sequence(items, origin.apply(node));
      }
      case MappingNode mapping -> convertMapping(mapping, depth);
      default ->
          throw new IllegalArgumentException(origin.apply(node) + ": not a value of a config file");
    };
  }

  private ConfigNode.Mapping convertMapping(MappingNode mapping, int depth) {
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    Map<String, ConfigNode> merged = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new IllegalArgumentException(origin.apply(mapping) + ": a key must be plain text");
      }
      ConfigNode value = convert(tuple.getValueNode(), depth + 1);
      if (key.getTag().equals(Tag.MERGE)) {
        mergeInto(merged, value);
      } else if (entries.put(key.getValue(), value) != null) {
        throw new IllegalArgumentException(
            "%s: %s is given twice; keep one".formatted(origin.apply(key), key.getValue()));
      }
    }
    merged.forEach(entries::putIfAbsent);
    return new ConfigNode.Mapping(entries, origin.apply(mapping));
  }

  private static void mergeInto(Map<String, ConfigNode> merged, ConfigNode value) {
    switch (value) {
      case ConfigNode.Mapping more -> more.entries().forEach(merged::putIfAbsent);
      case ConfigNode.Sequence several -> several.items().forEach(one -> mergeInto(merged, one));
      case ConfigNode.Scalar scalar ->
          throw new IllegalArgumentException(scalar.origin() + ": << needs a section to merge");
    }
  }

  private static ConfigNode.Scalar.Tag tag(ScalarNode scalar) {
    if (scalar.getTag().equals(Tag.NULL)) {
      return ConfigNode.Scalar.Tag.NULL;
    }
    return scalar.getTag().equals(Tag.BOOL)
        ? ConfigNode.Scalar.Tag.BOOLEAN
        : ConfigNode.Scalar.Tag.OTHER;
  }
}
