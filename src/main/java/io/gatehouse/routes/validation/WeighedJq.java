package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
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
import net.thisptr.jackson.jq.path.Path;

/**
 * A jackson-jq function whose cost in one step depends on its input and its first argument
 * together. It is called only if that is not too much.
 *
 * @param function the function itself
 * @param weigh checks the input and the argument
 */
record WeighedJq(Function function, BiConsumer<JsonNode, JsonNode> weigh) implements Function {

  /** The check of the arguments of each such function, by its name and number of arguments. */
  static final Map<String, BiConsumer<JsonNode, JsonNode>> WEIGHTS =
      Map.of(
          "contains/1", WeighedJq::compare,
          "delpaths/1", WeighedJq::copy,
          "index/1", WeighedJq::compare,
          "indices/1", WeighedJq::compare,
          "rindex/1", WeighedJq::compare,
          "split/1", WeighedJq::compare,
          "setpath/2", (in, path) -> path.forEach(WeighedJq::reach));

  private static final double MOST_CHARACTERS = 1e9;
  private static final double MOST_PARTS = 1e7;
  private static final double MOST_COPIES = 1e8;
  private static final double MOST_ELEMENTS = 1e6;

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

  /**
   * Counts a comparison of each part of one value with each part of another.
   *
   * @throws UnreadableException if the limit is exceeded
   */
  static void compare(JsonNode one, JsonNode other) {
    if (parts(one) * parts(other) > MOST_PARTS
        || characters(one) * characters(other) > MOST_CHARACTERS) {
      throw new UnreadableException(JqLimit.REASON);
    }
  }

  /**
   * Counts the copies of the arrays and objects along each path.
   *
   * @throws UnreadableException if the limit is exceeded
   */
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

  /**
   * Counts an array that must have an element at this index, with all elements before it.
   *
   * @throws UnreadableException if the limit is exceeded
   */
  static void reach(JsonNode index) {
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
