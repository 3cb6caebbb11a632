package io.gatehouse.webhook;

import org.apache.camel.RuntimeCamelException;

/**
 * An expression of a route file failed on an event. What it says is from the file; its cause may
 * hold content and is not for logs.
 */
public final class FailedExpressionException extends RuntimeCamelException {

  private static final long serialVersionUID = 1L;

  private final String expression;

  public FailedExpressionException(String expression, Throwable cause) {
    super("The expression fails on the event: " + expression, cause);
    this.expression = expression;
  }

  /** As it stands in the route file. */
  public String expression() {
    return expression;
  }
}
