package io.gatehouse.routes.validation;

import java.util.List;
import java.util.Set;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.internal.operators.BinaryOperator;

/**
 * Recognises the parts of a jq program that are evaluated in one pass: each of their expressions at
 * most once, for one value, which is a member or a slice of the input, a constant, a comparison, or
 * an object or array of such. Their cost is bounded by the program's length and the input.
 */
final class SinglePass {

  /** None of these loops, outputs several values or calls a function. */
  private static final Set<String> KINDS =
      Set.of(
          ("AlternativeOperatorExpression ArrayConstruction BooleanAndExpression "
                  + "BooleanOrExpression BracketFieldAccess CompareEqualTest "
                  + "CompareGreaterEqualTest CompareGreaterTest CompareLessEqualTest "
                  + "CompareLessTest CompareNotEqualTest Conditional IdentifierFieldAccess "
                  + "IdentifierKeyFieldConstruction JsonQueryKeyFieldConstruction "
                  + "ObjectConstruction Pair PipedQuery Question StringFieldAccess "
                  + "StringKeyFieldConstruction ThisObject TransformPipeComponent VariableAccess")
              .split(" "));

  private SinglePass() {}

  /** Whether all of an expression is of this kind. */
  static boolean is(Expression expression) {
    return isPart(expression);
  }

  private static boolean isPart(Object value) {
    if (value instanceof List<?> parts) {
      return parts.stream().allMatch(SinglePass::isPart);
    } else if (value == null || value instanceof BinaryOperator || value instanceof Enum<?>) {
      return true;
    }
    Class<?> type = value.getClass();
    boolean ofProgram = value instanceof Expression || type.getName().startsWith(CountedJq.OWN);
    return !ofProgram
        || isLiteral(type)
        || (KINDS.contains(type.getSimpleName()) && hasOnlyParts(value));
  }

  private static boolean isLiteral(Class<?> type) {
    return type.getPackageName().endsWith(".literal");
  }

  private static boolean hasOnlyParts(Object value) {
    return JqParts.of(value).stream().allMatch(place -> isPart(place.part()));
  }
}
