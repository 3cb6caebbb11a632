package io.gatehouse.tools.diagrams;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The expressions of route files: the text of one, and the types that a jq expression can return.
 */
final class Expression {

  private static final List<String> LANGUAGES = List.of("constant", "simple", "jq", "jsonpath");
  private static final Pattern ENTRY = Pattern.compile("\"([^\"]+)\"\\s*:\\s*\"(kyc\\.[a-z.-]+)\"");
  private static final Pattern BRANCH =
      Pattern.compile("\\bif (.+?) then\\b|\\b(else|end)\\b", Pattern.DOTALL);
  private static final Pattern TYPE = Pattern.compile("\"(kyc\\.[a-z.-]+)\"");
  private static final Pattern ELSE = Pattern.compile("}.*//\\s*\"(kyc\\.[a-z.-]+)\"\\s*$");

  private Expression() {}

  /** The text of a step's or a branch's expression, in any notation. */
  static String text(JsonNode holder) {
    JsonNode inner = holder.path("expression").isObject() ? holder.path("expression") : holder;
    for (String language : LANGUAGES) {
      JsonNode value = inner.path(language);
      if (!value.isMissingNode()) {
        return value.isObject() ? value.path("expression").asText() : value.asText();
      }
    }
    return "";
  }

  /**
   * The types that an expression can return: those of a lookup by word, else each that it names.
   */
  static List<TypeRow> types(JsonNode setVariable) {
    String text = text(setVariable);
    List<TypeRow> rows = new ArrayList<>();
    Matcher entry = ENTRY.matcher(text);
    while (entry.find()) {
      TypeRow row = new TypeRow(entry.group(1), true, entry.group(2));
      rows.add(row.under(condition(text.substring(0, entry.start()))));
    }
    if (rows.isEmpty() && setVariable.has("constant")) {
      return List.of(new TypeRow("", false, text));
    }
    if (rows.isEmpty()) {
      TYPE.matcher(text).results().forEach(type -> rows.add(computed(text, type.group(1))));
      return rows;
    }
    Matcher otherwise = ELSE.matcher(text.replaceAll("\\s+", " "));
    if (otherwise.find()) {
      rows.add(new TypeRow("", false, otherwise.group(1)));
    }
    return rows;
  }

  /** The condition under which jq reaches what follows this text; empty for none. */
  private static String condition(String before) {
    String last = "";
    String condition = "";
    Matcher branch = BRANCH.matcher(before);
    while (branch.find()) {
      if (branch.group(1) != null) {
        last = branch.group(1).strip();
        condition = last;
      } else {
        condition = branch.group(2).equals("else") ? "not (" + last + ")" : "";
      }
    }
    return condition;
  }

  private static TypeRow computed(String text, String type) {
    return new TypeRow(text.strip().replaceAll("\\s+", " "), false, type);
  }
}
