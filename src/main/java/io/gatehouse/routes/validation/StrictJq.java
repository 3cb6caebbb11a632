package io.gatehouse.routes.validation;

import java.util.Map;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.apache.camel.Expression;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.language.jq.JqLanguage;
import org.springframework.stereotype.Component;

/**
 * jq that resolves the functions of an expression before it is evaluated. Camel's own reports a
 * missing function at the first event, and would send each event to quarantine. In addition, no
 * program runs without limits.
 */
@Component("jq")
final class StrictJq extends JqLanguage {

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
    Map<String, Function> functions = getRootScope().getLocalFunctions();
    functions.values().forEach(CountedJq::in);
    WeighedJq.WEIGHTS.forEach(
        (name, weigh) ->
            getRootScope().addFunction(name, new WeighedJq(functions.get(name), weigh)));
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
      for (JqCalls.Call call : JqCalls.of(text)) {
        JqFunctions.wrongWith(call)
            .ifPresent(
                sentence -> {
                  throw new UnknownException(text, sentence);
                });
      }
    } catch (JsonQueryException e) {
      throw new ExpressionIllegalSyntaxException(text, e);
    }
  }
}
