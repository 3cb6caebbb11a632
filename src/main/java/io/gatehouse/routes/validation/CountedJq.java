package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.operators.BinaryOperator;
import net.thisptr.jackson.jq.internal.operators.DivideOperator;
import net.thisptr.jackson.jq.internal.operators.MultiplyOperator;
import net.thisptr.jackson.jq.internal.tree.FunctionCall;
import net.thisptr.jackson.jq.internal.tree.literal.ValueLiteral;
import net.thisptr.jackson.jq.path.ArrayIndexPath;
import net.thisptr.jackson.jq.path.Path;

/**
 * Wraps each expression of a program in a counter, and a whole part that certainly does little in
 * one ({@link SinglePass}). jackson-jq has no limits of its own, and no extension point for any.
 */
final class CountedJq {

  static final String OWN = "net.thisptr.jackson.jq.internal.";

  private CountedJq() {}

  /**
   * Counts the work of a part of a program from now on.
   *
   * @param part a program or a function, which is changed
   */
  static void in(Object part) {
    for (JqParts place : JqParts.of(part)) {
      Object before = place.part();
      Object after = counted(before);
      if (after != before) {
        place.replace(after);
      }
    }
  }

  private static Object counted(Object value) {
    if (value instanceof List<?> parts) {
      List<Object> counted = new ArrayList<>();
      parts.forEach(part -> counted.add(counted(part)));
      return counted;
    } else if (value instanceof MultiplyOperator multiply) {
      return new Multiply(multiply);
    } else if (value instanceof DivideOperator divide) {
      return new Divide(divide);
    } else if (value instanceof Expression expression && !isCounted(expression)) {
      if (!SinglePass.is(expression)) {
        in(expression);
      }
      return new Counted(expression);
    } else if (value != null && !(value instanceof Expression) && isOfAProgram(value)) {
      in(value);
    }
    return value;
  }

  /**
   * Constants are not counted: they are as long as in the program, and some parts need to recognise
   * them.
   */
  private static boolean isCounted(Expression expression) {
    return expression instanceof Counted || expression instanceof ValueLiteral;
  }

  private static boolean isOfAProgram(Object value) {
    return value.getClass().getName().startsWith(OWN) && !(value instanceof Enum<?>);
  }

  private record Counted(Expression expression) implements Expression {

    @Override
    public void apply(Scope scope, JsonNode in, Path path, PathOutput output, boolean requirePath)
        throws JsonQueryException {
      JqLimit limit = JqLimit.current();
      limit.applied();
      if (expression instanceof FunctionCall) {
        limit.called(in);
      }
      expression.apply(
          scope,
          in,
          path,
          (value, valuePath) -> {
            limit.emitted(value);
            if (valuePath instanceof ArrayIndexPath place) {
              WeighedJq.reach(place.index);
            }
            output.emit(value, valuePath);
          },
          requirePath);
    }

    @Override
    public String toString() {
      return expression.toString();
    }
  }

  /** Limits multiplication: a text times a number is that text repeated, in one step. */
  private record Multiply(MultiplyOperator operator) implements BinaryOperator {

    @Override
    public JsonNode apply(ObjectMapper mapper, JsonNode left, JsonNode right)
        throws JsonQueryException {
      if (left.isTextual() && right.isNumber()) {
        JqLimit.current().text(left.asText().length() * right.asDouble());
      } else if (left.isNumber() && right.isTextual()) {
        JqLimit.current().text(right.asText().length() * left.asDouble());
      }
      return operator.apply(mapper, left, right);
    }

    @Override
    public String image() {
      return operator.image();
    }
  }

  /** Limits division: a text divided by a text is split by it, in one step. */
  private record Divide(DivideOperator operator) implements BinaryOperator {

    @Override
    public JsonNode apply(ObjectMapper mapper, JsonNode left, JsonNode right)
        throws JsonQueryException {
      if (left.isTextual() && right.isTextual()) {
        WeighedJq.compare(left, right);
      }
      return operator.apply(mapper, left, right);
    }

    @Override
    public String image() {
      return operator.image();
    }
  }
}
