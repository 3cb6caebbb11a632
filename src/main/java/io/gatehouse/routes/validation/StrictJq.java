package io.gatehouse.routes.validation;

import io.gatehouse.webhook.FailedExpressionException;
import io.gatehouse.webhook.UnreadableException;
import java.lang.reflect.Field;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.language.jq.JqExpression;
import org.apache.camel.language.jq.JqLanguage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * jq that resolves the functions of an expression before it is evaluated. Camel's own reports a
 * missing function at the first event, and would send each event to quarantine. In addition, no
 * program runs without limits.
 */
@Component("jq")
final class StrictJq extends JqLanguage {

  private static final Logger LOG = LoggerFactory.getLogger(StrictJq.class);

  /** A function that jq does not have. */
  static final class UnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String expression;

    UnknownException(String expression, String sentence) {
      super(sentence);
      this.expression = expression;
    }

    String expression() {
      return expression;
    }
  }

  @Override
  public void init() {
    super.init();
    JqFunctions.OWN.forEach(getRootScope()::addFunction);
    CountedJq.inFunctions(getRootScope());
    // A program may hide a call behind a function of the same name that it defines elsewhere.
    for (String name : JqFunctions.OUTSIDE) {
      Function missing =
          (scope, arguments, in, path, output, version) -> {
            throw new JsonQueryException("jq's function '%s' cannot be used".formatted(name));
          };
      getRootScope().addFunction(name, 0, missing);
      getRootScope().addFunction(name, 1, missing);
    }
  }

  @Override
  public Expression createExpression(Expression source, String text, Object[] properties) {
    BoundedJq expression = new BoundedJq(Scope.newChildScope(getRootScope()), text);
    expression.setResultType(property(Class.class, properties, 0, null));
    expression.setSource(source);
    if (getCamelContext() != null) {
      expression.init(getCamelContext());
    }
    check(text);
    return expression;
  }

  private static void check(String text) {
    try {
      JqFunctions.wrongIn(text)
          .ifPresent(
              sentence -> {
                throw new UnknownException(text, sentence);
              });
    } catch (JsonQueryException e) {
      throw new ExpressionIllegalSyntaxException(text, e);
    }
  }

  /** A jq program that always ends, whatever the program and its input are. */
  private static final class BoundedJq extends JqExpression {

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
}
