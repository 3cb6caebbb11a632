package io.gatehouse.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.settings.BadSettingException;
import io.gatehouse.webhook.UnreadableException;
import java.util.Iterator;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.RuntimeCamelException;

/**
 * A jq expression that picks one value from the event. An expression that does not fit the event,
 * because something is missing or of another type, picks nothing: no content may stop an event.
 */
final class Pick {

  /** What is longer is not an id or a name, and would not fit into a message property. */
  private static final int LONGEST = 256;

  /** What is larger, in characters and values, identifies nothing; copies are made of a pick. */
  private static final int LARGEST = 64 * 1024;

  private final Expression expression;

  private Pick(Expression expression) {
    this.expression = expression;
  }

  /**
   * Prepares an expression.
   *
   * @param text in jq; null or blank picks nothing, always
   * @throws BadSettingException where it is no jq
   */
  static Pick of(CamelContext context, String text) {
    if (text == null || text.isBlank()) {
      return new Pick(null);
    }
    try {
      Expression expression = context.resolveLanguage("jq").createExpression(text);
      expression.init(context);
      return new Pick(expression);
    } catch (ExpressionIllegalSyntaxException e) {
      throw new BadSettingException("expression: \"%s\" is no jq.".formatted(text));
    }
  }

  /**
   * The value as JSON; nothing for null.
   *
   * @throws UnreadableException where the expression has reached the bounds of jq
   */
  Optional<JsonNode> json(Exchange exchange) {
    if (expression == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(expression.evaluate(exchange, JsonNode.class))
          .filter(node -> !node.isNull() && !node.isMissingNode())
          .filter(node -> left(node, LARGEST) >= 0);
    } catch (RuntimeCamelException e) {
      return Optional.empty();
    }
  }

  /** The value as text: a string, a number or a boolean, fit for a message property. */
  Optional<String> text(Exchange exchange) {
    return json(exchange)
        .filter(JsonNode::isValueNode)
        .filter(node -> !(node instanceof LongText))
        .map(JsonNode::asText)
        .filter(Pick::fits);
  }

  /** What is left of a size when a value is taken off it; the rest of a large value is not seen. */
  private static int left(JsonNode node, int size) {
    if (node.isTextual()) {
      return size - (node instanceof LongText ? node.size() : node.textValue().length());
    }
    int left = size - 1;
    for (Iterator<JsonNode> values = node.elements(); left >= 0 && values.hasNext(); ) {
      left = left(values.next(), left);
    }
    return left;
  }

  /** Whether a text can be an attribute of an event. */
  static boolean fits(String text) {
    return !text.isBlank() && text.length() <= LONGEST && !hasForbidden(text);
  }

  private static boolean hasForbidden(String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (isForbidden(text.codePointAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** Control characters, and halves of surrogate pairs (CloudEvents 1.0, section 3.1). */
  private static boolean isForbidden(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }
}
