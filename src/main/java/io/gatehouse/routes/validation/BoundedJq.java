package io.gatehouse.routes.validation;

import io.gatehouse.webhook.FailedExpressionException;
import io.gatehouse.webhook.UnreadableException;
import java.lang.reflect.Field;
import net.thisptr.jackson.jq.Scope;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.language.jq.JqExpression;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A jq program that always ends, whatever the program and its input are. */
final class BoundedJq extends JqExpression {

  private static final Logger LOG = LoggerFactory.getLogger(BoundedJq.class);

  private boolean counted;

  BoundedJq(Scope scope, String expression) {
    super(scope, expression);
  }

  @Override
  public void init(CamelContext context) {
    super.init(context);
    if (!counted) {
      CountedJq.in(query());
      counted = true;
    }
  }

  private Object query() {
    try {
      Field query = JqExpression.class.getDeclaredField("query");
      query.setAccessible(true);
      return query.get(this);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This is another camel-jq than the one that was read", e);
    }
  }

  /**
   * Evaluates the program.
   *
   * @throws UnreadableException if it costs more than {@link JqLimit} allows
   * @throws FailedExpressionException if it fails otherwise
   */
  @Override
  public Object evaluate(Exchange exchange) {
    JqLimit.begin();
    try {
      return super.evaluate(exchange);
    } catch (StackOverflowError e) {
      throw limit(new UnreadableException(JqLimit.REASON));
    } catch (RuntimeCamelException e) {
      throw e.getCause() instanceof UnreadableException reached
          ? limit(reached)
          : new FailedExpressionException(getExpressionText(), e.getCause());
    } finally {
      JqLimit.end();
    }
  }

  private UnreadableException limit(UnreadableException reached) {
    LOG.warn("The jq expression {} has reached its bounds", getExpressionText());
    return reached;
  }
}
