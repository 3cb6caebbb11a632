package io.gatehouse.webhook;

import org.apache.camel.RuntimeCamelException;

/**
 * An expression of a route file failed on an event. The message quotes only the route file; the
 * cause may contain content and must not be logged.
 */
public final class FailedExpressionException extends RuntimeCamelException {

  private static final long serialVersionUID = 1L;

  private final String expression;

  public FailedExpressionException(String expression, Throwable cause) {
    super("The expression fails on the event: " + expression, cause);
    this.expression = expression;
  }

  /** The expression as the route file has it. */
  public String expression() {
    return expression;
  }
}
