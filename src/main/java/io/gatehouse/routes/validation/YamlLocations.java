package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringReader;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The line at which each object, each list and each member of an object in a YAML file begins. */
final class YamlLocations {

  private final Map<JsonNode, Integer> containers = new IdentityHashMap<>();
  private final Map<JsonNode, Map<String, Integer>> members = new IdentityHashMap<>();

  /**
   * Numbers the lines of a tree.
   *
   * @param text the tree's source
   * @throws TwiceException if a key occurs twice in one map
   */
  YamlLocations(String text, JsonNode tree) {
    Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
    if (root != null) {
      number(root, tree);
    }
  }

  /** A key that occurs twice in one map; YAML parsers drop one of them. */
  static final class TwiceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;

    TwiceException(String key, int line, int first) {
      super(
          "'%s' stands in line %d of the same map already; take one of them out."
              .formatted(key, first));
      this.line = line;
    }

    int line() {
      return line;
    }
  }

  private void number(Node written, JsonNode node) {
    containers.put(node, lineOf(written));
    if (written instanceof MappingNode mapping && node.isObject()) {
      Map<String, Integer> lines = members.computeIfAbsent(node, none -> new HashMap<>());
      for (NodeTuple member : mapping.getValue()) {
        if (member.getKeyNode() instanceof ScalarNode key && lines.containsKey(key.getValue())) {
          throw new TwiceException(key.getValue(), lineOf(key), lines.get(key.getValue()));
        }
        if (member.getKeyNode() instanceof ScalarNode key && node.has(key.getValue())) {
          lines.put(key.getValue(), lineOf(key));
          number(member.getValueNode(), node.get(key.getValue()));
        }
      }
    } else if (written instanceof SequenceNode sequence && node.isArray()) {
      for (int i = 0; i < sequence.getValue().size() && i < node.size(); i++) {
        number(sequence.getValue().get(i), node.get(i));
      }
    }
  }

  private static int lineOf(Node written) {
    return written.getStartMark().getLine() + 1;
  }

  /** The line at which an object or a list begins, 0 if it is not in this file. */
  int of(JsonNode container) {
    return containers.getOrDefault(container, 0);
  }

  /** The line of an object's member, else that of the object. */
  int of(JsonNode object, String member) {
    return members.getOrDefault(object, Map.of()).getOrDefault(member, of(object));
  }
}
