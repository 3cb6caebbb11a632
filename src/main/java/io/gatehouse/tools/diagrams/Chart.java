package io.gatehouse.tools.diagrams;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A flow chart in the Mermaid language, which GitHub and most editors show as a picture. */
final class Chart {

  private final String direction;
  private final List<String> arrows = new ArrayList<>();
  private final Map<String, String> shared = new LinkedHashMap<>();
  private final List<String> sharedNodes = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private int made;

  Chart(String direction) {
    this.direction = direction;
  }

  /** The shape of a node. */
  enum Shape {
    STEP("[", "]"),
    DECISION("{{", "}}"),
    START("([", "])"),
    QUEUE("[(", ")]"),
    END(">", "]");

    private final String open;
    private final String close;

    Shape(String open, String close) {
      this.open = open;
      this.close = close;
    }
  }

  private record Group(String title, List<String> nodes) {}

  /** A new node, drawn in the group of this title; empty for no group. */
  String node(String group, Shape shape, String label) {
    String id = "n" + ++made;
    if (groups.isEmpty() || !groups.get(groups.size() - 1).title().equals(group)) {
      groups.add(new Group(group, new ArrayList<>()));
    }
    groups.get(groups.size() - 1).nodes().add(drawn(id, shape, label));
    return id;
  }

  /** The one node with this label, outside of all groups. */
  String sharedNode(Shape shape, String label) {
    String found = shared.get(shape + label);
    if (found == null) {
      found = "n" + ++made;
      shared.put(shape + label, found);
      sharedNodes.add(drawn(found, shape, label));
    }
    return found;
  }

  void arrow(String from, String label, String to) {
    arrow(from, "-->", label, to);
  }

  /** An arrow for a failure. */
  void dotted(String from, String to) {
    arrow(from, "-.->", "", to);
  }

  private void arrow(String from, String line, String label, String to) {
    String text = label.isEmpty() ? "" : "|\"" + escaped(label) + "\"|";
    arrows.add(from + " " + line + text + " " + to);
  }

  private static String drawn(String id, Shape shape, String label) {
    return id + shape.open + "\"" + escaped(label) + "\"" + shape.close;
  }

  /** Line ends become line breaks; characters that Mermaid or HTML would interpret are escaped. */
  private static String escaped(String label) {
    return label
        .replace("#", "#35;")
        .replace("\"", "#quot;")
        .replace("<", "#lt;")
        .replace(">", "#gt;")
        .replace("\n", "<br>");
  }

  /** The chart as a fenced block of Markdown. */
  String markdown() {
    StringBuilder text = new StringBuilder("```mermaid\nflowchart " + direction + "\n");
    int number = 0;
    for (Group group : groups) {
      boolean framed = !group.title().isEmpty();
      if (framed) {
        text.append("  subgraph g%d[\"%s\"]\n".formatted(++number, escaped(group.title())));
      }
      group.nodes().forEach(node -> text.append(framed ? "    " : "  ").append(node).append('\n'));
      if (framed) {
        text.append("  end\n");
      }
    }
    sharedNodes.forEach(node -> text.append("  ").append(node).append('\n'));
    arrows.forEach(arrow -> text.append("  ").append(arrow).append('\n'));
    return text.append("```\n").toString();
  }
}
