package io.gatehouse.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.settings.BadSettingException;
import io.gatehouse.webhook.UnreadableException;
import java.util.Iterator;
import java.util.Optional;
import net.thisptr.jackson.jq.exception.JsonQueryException;
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

  /**
   * The maximum length in characters. A longer text is not an id or name, and would not fit into a
   * message property.
   */
  private static final int LONGEST = 256;

  /** A value of more characters and elements identifies nothing; picked values are copied. */
  private static final int LARGEST = 64 * 1024;

  private final Expression expression;

  private final String text;

  private Pick(Expression expression, String text) {
    this.expression = expression;
    this.text = text;
  }

  /**
   * Prepares an expression.
   *
   * @param text in jq; null or blank always picks nothing
   * @throws BadSettingException if it is not jq
   */
  static Pick of(CamelContext context, String text) {
    if (text == null || text.isBlank()) {
      return new Pick(null, "");
    }
    try {
      Expression expression = context.resolveLanguage("jq").createExpression(text);
      expression.init(context);
      return new Pick(expression, text);
    } catch (ExpressionIllegalSyntaxException e) {
      throw new BadSettingException("expression: \"%s\" is no jq.".formatted(text));
    }
  }

  /**
   * The value of an expression.
   *
   * @param value empty for null
   * @param failure of the expression on this event, or null
   */
  record Picked(Optional<JsonNode> value, RuntimeException failure) {

    private static final Picked NOTHING = new Picked(Optional.empty(), null);

    /** The value as text: a string, a number or a boolean, fit for a message property. */
    Optional<String> text() {
      return value.flatMap(Pick::text);
    }
  }

  /**
   * Evaluates the expression.
   *
   * @throws UnreadableException if it has reached the limits of jq
   * @throws RuntimeCamelException if it fails in another way than jq does on an event that does not
   *     fit
   */
  Picked pick(Exchange exchange) {
    if (expression == null) {
      return Picked.NOTHING;
    }
    try {
      Optional<JsonNode> value =
          Optional.ofNullable(expression.evaluate(exchange, JsonNode.class))
              .filter(node -> !node.isNull() && !node.isMissingNode())
              .filter(node -> left(node, LARGEST) >= 0);
      return new Picked(value, null);
    } catch (RuntimeCamelException e) {
      if (e.getCause() instanceof JsonQueryException) {
        return new Picked(Optional.empty(), e);
      }
      throw e;
    }
  }

  /** A value as text. */
  static Optional<String> text(JsonNode value) {
    return Optional.of(value)
        .filter(JsonNode::isValueNode)
        .filter(node -> !(node instanceof LongText))
        .map(JsonNode::asText)
        .filter(Pick::fits);
  }

  /** The expression, as written. */
  @Override
  public String toString() {
    return text;
  }

  /** The remainder of a size limit after a value; a large value is not examined to its end. */
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
    return !text.isBlank()
        && text.codePoints().limit(LONGEST + 1L).count() <= LONGEST
        && text.codePoints().noneMatch(Pick::isForbidden);
  }

  /**
   * Control characters, unpaired surrogates, and code points that Unicode will never assign: U+FDD0
   * to U+FDEF and the last two of each plane (CloudEvents 1.0.2, "Type System").
   */
  private static boolean isForbidden(int codePoint) {
    return Character.isISOControl(codePoint)
        || Character.getType(codePoint) == Character.SURROGATE
        || (codePoint >= 0xfdd0 && codePoint <= 0xfdef)
        || (codePoint & 0xfffe) == 0xfffe;
  }
}
