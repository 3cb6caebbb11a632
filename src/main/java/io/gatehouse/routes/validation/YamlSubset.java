package io.gatehouse.routes.validation;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The subset of YAML for route files: one document, without anchors, aliases and tags. Camel and
 * the checks read a file with different parsers, and only in this subset do both agree. The events
 * checked here are those of Camel's parser.
 */
final class YamlSubset {

  /** The maximum length of a file, in characters. */
  private static final int LONGEST = 1_000_000;

  private static final int DEEPEST = 40;

  /** Line breaks of YAML 1.1 that YAML 1.2 does not have, and that no text needs. */
  private static final Pattern ODD =
      Pattern.compile("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F-\\x9F\\u2028\\u2029\\uFEFF]");

  private final Path path;
  private int depth;
  private int documents;

  private YamlSubset(Path path) {
    this.path = path;
  }

  /** Checks a file's text. */
  static void check(Path path, String text) {
    if (text.length() > LONGEST) {
      throw new BadRouteException(
          path, 0, "the file has more than %d characters; split it.".formatted(LONGEST));
    }
    Matcher odd = ODD.matcher(text);
    if (odd.find()) {
      int line = (int) text.substring(0, odd.start()).chars().filter(c -> c == '\n').count() + 1;
      throw new BadRouteException(
          path,
          line,
          "the character U+%04X must not stand in a file; take it out."
              .formatted((int) odd.group().charAt(0)));
    }
    YamlSubset yaml = new YamlSubset(path);
    try {
      for (Event event : new Parse(LoadSettings.builder().build()).parseString(text)) {
        yaml.take(event);
      }
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw noYaml(path, line, e.getProblem());
    } catch (YamlEngineException e) {
      throw noYaml(path, 0, e.getMessage());
    }
  }

  /** The diagnostic of a text that no parser can read. */
  static BadRouteException noYaml(Path path, int line, String why) {
    String first = why.lines().findFirst().orElse("");
    return new BadRouteException(
        path, line, "this is not YAML (%s); correct the line.".formatted(first));
  }

  private void take(Event event) {
    if (event instanceof CollectionStartEvent) {
      depth++;
    } else if (event instanceof CollectionEndEvent) {
      depth--;
    } else if (event instanceof DocumentStartEvent) {
      documents++;
    }
    if (depth > DEEPEST) {
      throw bad(event, "the file is nested more than %d deep; make it flatter.".formatted(DEEPEST));
    }
    if (documents > 1) {
      throw bad(event, "a file holds one document; put what follows '---' into a file of its own.");
    }
    if (event instanceof AliasEvent || anchor(event).isPresent()) {
      throw bad(event, "anchors and aliases are not read; write the value where it is used.");
    }
    if (isTagged(event)) {
      throw bad(event, "tags such as '!!' are not read; write the value without one.");
    }
  }

  private static Optional<Anchor> anchor(Event event) {
    return event instanceof NodeEvent node ? node.getAnchor() : Optional.empty();
  }

  private static boolean isTagged(Event event) {
    Optional<String> tag =
        event instanceof ScalarEvent scalar
            ? scalar.getTag()
            : event instanceof CollectionStartEvent start ? start.getTag() : Optional.empty();
    return tag.isPresent();
  }

  private BadRouteException bad(Event event, String sentence) {
    int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    return new BadRouteException(path, line, sentence);
  }
}
