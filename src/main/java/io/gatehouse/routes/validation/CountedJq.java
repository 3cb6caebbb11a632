package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gatehouse.webhook.UnreadableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
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

  /**
   * The functions whose cost in one step depends on their input and their first argument together,
   * by name and number of arguments, and what checks both.
   */
  private static final Map<String, BiConsumer<JsonNode, JsonNode>> WEIGHED =
      Map.of(
          "contains/1", CountedJq::compare,
          "delpaths/1", CountedJq::copy,
          "index/1", CountedJq::compare,
          "indices/1", CountedJq::compare,
          "rindex/1", CountedJq::compare,
          "split/1", CountedJq::compare,
          "setpath/2", (in, path) -> path.forEach(CountedJq::reach));

  private static final double MOST_CHARACTERS = 1e9;
  private static final double MOST_PARTS = 1e7;
  private static final double MOST_COPIES = 1e8;
  private static final double MOST_ELEMENTS = 1e6;

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

  /** Counts the work of a scope's functions from now on. */
  static void inFunctions(Scope scope) {
    Map<String, Function> functions = scope.getLocalFunctions();
    functions.values().forEach(CountedJq::in);
    WEIGHED.forEach(
        (name, weigh) -> scope.addFunction(name, new Weighed(functions.get(name), weigh)));
  }

  private static Object counted(Object value) {
    if (value instanceof List<?> parts) {
      List<Object> counted = new ArrayList<>();
      parts.forEach(part -> counted.add(counted(part)));
      return counted;
    } else if (value instanceof MultiplyOperator multiply) {
      return new Checked(multiply, CountedJq::repeat);
    } else if (value instanceof DivideOperator divide) {
      return new Checked(divide, CountedJq::split);
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
              reach(place.index);
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

  /** An operator that is applied only if its operands are not too much together. */
  private record Checked(BinaryOperator operator, BiConsumer<JsonNode, JsonNode> weigh)
      implements BinaryOperator {

    @Override
    public JsonNode apply(ObjectMapper mapper, JsonNode left, JsonNode right)
        throws JsonQueryException {
      weigh.accept(left, right);
      return operator.apply(mapper, left, right);
    }

    @Override
    public String image() {
      return operator.image();
    }
  }

  /** Counts a multiplication: a text times a number is that text repeated, in one step. */
  private static void repeat(JsonNode left, JsonNode right) {
    if (left.isTextual() && right.isNumber()) {
      JqLimit.current().text(left.asText().length() * right.asDouble());
    } else if (left.isNumber() && right.isTextual()) {
      JqLimit.current().text(right.asText().length() * left.asDouble());
    }
  }

  /** Counts a division: a text divided by a text is split by it, in one step. */
  private static void split(JsonNode left, JsonNode right) {
    if (left.isTextual() && right.isTextual()) {
      compare(left, right);
    }
  }

  /** Counts a comparison of each part of one value with each part of another. */
  private static void compare(JsonNode one, JsonNode other) {
    if (parts(one) * parts(other) > MOST_PARTS
        || characters(one) * characters(other) > MOST_CHARACTERS) {
      throw new UnreadableException(JqLimit.REASON);
    }
  }

  /** Counts the copies of the arrays and objects along each path. */
  private static void copy(JsonNode in, JsonNode paths) {
    if ((double) paths.size() * widest(in) > MOST_COPIES) {
      throw new UnreadableException(JqLimit.REASON);
    }
  }

  private static int widest(JsonNode value) {
    int widest = value.isContainerNode() ? value.size() : 0;
    for (JsonNode part : value.isTextual() ? MissingNode.getInstance() : value) {
      widest = Math.max(widest, widest(part));
    }
    return widest;
  }

  /** Counts an array that must have an element at this index, with all elements before it. */
  private static void reach(JsonNode index) {
    if (index.isNumber() && index.doubleValue() > MOST_ELEMENTS) {
      throw new UnreadableException(JqLimit.REASON);
    }
  }

  private static double parts(JsonNode value) {
    double parts = 1;
    for (JsonNode part : value.isTextual() ? MissingNode.getInstance() : value) {
      parts += parts(part);
    }
    return parts;
  }

  private static double characters(JsonNode value) {
    double characters = value.isTextual() ? value.textValue().length() : 0;
    for (JsonNode part : value.isTextual() ? MissingNode.getInstance() : value) {
      characters += characters(part);
    }
    return characters;
  }

  /** A function that is called only if its input and its first argument are not too much. */
  private record Weighed(Function function, BiConsumer<JsonNode, JsonNode> weigh)
      implements Function {

    @Override
    public void apply(
        Scope scope,
        List<Expression> arguments,
        JsonNode in,
        Path path,
        PathOutput output,
        Version version)
        throws JsonQueryException {
      List<Expression> weighed = new ArrayList<>(arguments);
      weighed.set(0, new Argument(arguments.get(0), weigh));
      function.apply(scope, weighed, in, path, output, version);
    }
  }

  private record Argument(Expression argument, BiConsumer<JsonNode, JsonNode> weigh)
      implements Expression {

    @Override
    public void apply(Scope scope, JsonNode in, Path path, PathOutput output, boolean requirePath)
        throws JsonQueryException {
      argument.apply(
          scope,
          in,
          path,
          (value, valuePath) -> {
            weigh.accept(in, value);
            output.emit(value, valuePath);
          },
          requirePath);
    }
  }
}
