package io.gatehouse.tools.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.SecretText;
import io.gatehouse.settings.Secrets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.core.env.PropertyResolver;

/**
 * Settings in a simulation file, written as in route files: <code>{{kompliant.partners}}</code>,
 * <code>{{argos.sources:192.0.2.1}}</code> with a default, <code>{{secret:kompar.token}}</code>,
 * <code>{{secret:?ondato.hmac.secret}}</code> if it may be missing. Of a setting with several
 * values the first is used; <code>{{secrets:…}}</code> means all.
 *
 * @param file for messages
 * @param inPlaceOfOthers replaces a setting that has no value; null if a missing value is an error
 */
record Placeholders(Path file, PropertyResolver settings, String inPlaceOfOthers) {

  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "\\{\\{(?<kind>secrets?:)?(?<optional>\\?)?(?<name>[A-Za-z0-9.-]+)(?<default>:[^}]*)?}}");

  /**
   * The same tree with every setting resolved.
   *
   * @throws BadSettingException if a required one is not set
   */
  JsonNode resolve(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode resolved = JsonNodeFactory.instance.objectNode();
      object.properties().forEach(field -> resolved.set(field.getKey(), resolve(field.getValue())));
      return resolved;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode resolved = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> resolved.add(resolve(element)));
      return resolved;
    }
    return node.isTextual() ? TextNode.valueOf(resolve(node.textValue())) : node;
  }

  private String resolve(String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(value((Matcher) match)));
  }

  private String value(Matcher placeholder) {
    String name = placeholder.group("name");
    List<String> values = SecretText.values(settings.getProperty(name, ""));
    if (!values.isEmpty()) {
      boolean all = "secrets:".equals(placeholder.group("kind"));
      return all
          ? values.stream().map(one -> one.replace(",", "\\,")).collect(Collectors.joining(","))
          : values.get(0);
    }
    if (placeholder.group("default") != null) {
      return placeholder.group("default").substring(1);
    }
    if (placeholder.group("optional") != null) {
      return "";
    }
    if (inPlaceOfOthers != null) {
      return inPlaceOfOthers;
    }
    throw new BadSettingException(
        "%s is not set, and %s needs it: give it a value (environment variable %s, or a file named with --settings)."
            .formatted(name, file, Secrets.variable(name)));
  }
}
