package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.misc.UnicodeUtils;

/**
 * The implementation of jq's functions on regular expressions: {@code match}, {@code test} and
 * {@code sub}, which replace jackson-jq's, whose search has no limit.
 */
final class JqPatterns {

  /** By name and number of arguments. */
  static final Map<String, Function> FUNCTIONS =
      Map.of(
          "_match_impl/3",
          (scope, arguments, in, path, output, version) -> match(scope, arguments, in, output),
          "_sub_impl/3",
          (scope, arguments, in, path, output, version) ->
              substitute(scope, arguments, in, output));

  private JqPatterns() {}

  /** Takes an expression, flags, and whether the result is only whether there is a match. */
  private static void match(Scope scope, List<Expression> arguments, JsonNode in, PathOutput output)
      throws JsonQueryException {
    Expression expressions = arguments.get(0);
    Expression flags = arguments.get(1);
    boolean[] test = new boolean[1];
    arguments.get(2).apply(scope, in, given -> test[0] = given.asBoolean());
    flags.apply(
        scope,
        in,
        flag ->
            expressions.apply(
                scope,
                in,
                expression -> {
                  JqMatches matches = new JqMatches(in, expression, flag);
                  output.emit(test[0] ? BooleanNode.valueOf(matches.next()) : all(matches), null);
                }));
  }

  private static ArrayNode all(JqMatches matches) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    int[] index = UnicodeUtils.UTF8CharIndex(matches.text());
    while (matches.next()) {
      ObjectNode match = part(matches, index, matches.begin(), matches.end());
      ArrayNode captures = match.putArray("captures");
      if (matches.end() > matches.begin()) {
        for (int group = 1; group <= matches.groups(); group++) {
          captures.add(
              part(matches, index, matches.begin(group), matches.end(group))
                  .put("name", matches.name(group)));
        }
      }
      all.add(match);
    }
    return all;
  }

  private static ObjectNode part(JqMatches matches, int[] index, int begin, int end) {
    ObjectNode part = JsonNodeFactory.instance.objectNode();
    if (begin < 0) {
      return part.put("offset", -1).put("length", 0).putNull("string");
    }
    JqLimit.current().text(end - begin);
    return part.put("offset", index[begin])
        .put("length", index[end] - index[begin])
        .put("string", matches.part(begin, end));
  }

  /** Takes an expression, the replacement of a match, and flags. */
  private static void substitute(
      Scope scope, List<Expression> arguments, JsonNode in, PathOutput output)
      throws JsonQueryException {
    arguments
        .get(0)
        .apply(
            scope,
            in,
            expression ->
                arguments
                    .get(2)
                    .apply(
                        scope,
                        in,
                        flags ->
                            substitute(
                                scope,
                                arguments.get(1),
                                new JqMatches(in, expression, flags),
                                output)));
  }

  /** Several values for a replacement produce several texts. */
  private static void substitute(
      Scope scope, Expression replacement, JqMatches matches, PathOutput output)
      throws JsonQueryException {
    List<StringBuilder> texts = new ArrayList<>();
    int copied = 0;
    while (matches.next()) {
      String between = matches.part(copied, matches.begin());
      List<String> values = new ArrayList<>();
      replacement.apply(scope, captures(matches), value -> values.add(value.asText()));
      grow(texts, between, values);
      copied = matches.end();
    }
    if (texts.isEmpty()) {
      copied = 0;
      texts.add(new StringBuilder());
    }
    String rest = matches.part(copied, matches.text().length);
    for (StringBuilder text : texts) {
      output.emit(TextNode.valueOf(text.append(rest).toString()), null);
    }
  }

  /** As jq 1.7 defines it, the first values form the first text, the second ones the second. */
  private static void grow(List<StringBuilder> texts, String between, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      if (i == texts.size()) {
        texts.add(new StringBuilder());
      }
      JqLimit.current().text(between.length() + values.get(i).length());
      texts.get(i).append(between).append(values.get(i));
    }
  }

  private static ObjectNode captures(JqMatches matches) {
    ObjectNode captures = JsonNodeFactory.instance.objectNode();
    for (int group = 1; group <= matches.groups(); group++) {
      String name = matches.name(group);
      if (name != null && matches.begin(group) < 0) {
        captures.putNull(name);
      } else if (name != null) {
        captures.put(name, matches.part(matches.begin(group), matches.end(group)));
      }
    }
    return captures;
  }
}
