package io.gatehouse.routes.validation;

import java.util.List;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.javacc.ExpressionParser;
import net.thisptr.jackson.jq.internal.misc.Pair;
import net.thisptr.jackson.jq.internal.tree.ArrayConstruction;
import net.thisptr.jackson.jq.internal.tree.Conditional;
import net.thisptr.jackson.jq.internal.tree.FieldConstruction;
import net.thisptr.jackson.jq.internal.tree.IdentifierKeyFieldConstruction;
import net.thisptr.jackson.jq.internal.tree.ObjectConstruction;
import net.thisptr.jackson.jq.internal.tree.PipedQuery;
import net.thisptr.jackson.jq.internal.tree.StringKeyFieldConstruction;
import net.thisptr.jackson.jq.internal.tree.TopLevelExpression;
import net.thisptr.jackson.jq.internal.tree.TransformPipeComponent;
import net.thisptr.jackson.jq.internal.tree.Tuple;
import net.thisptr.jackson.jq.internal.tree.binaryop.AlternativeOperatorExpression;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.BracketFieldAccess;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.IdentifierFieldAccess;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.StringFieldAccess;
import net.thisptr.jackson.jq.internal.tree.literal.ValueLiteral;

/**
 * Recognises a jq program whose output consists only of its own constants, such as entries of a
 * table. The input selects among them, and no part of the input is output.
 */
final class ConstantJq {

  private ConstantJq() {}

  /** Whether a program is of this kind; one that cannot be parsed is not. */
  static boolean is(String program) {
    try {
      return isConstant(ExpressionParser.compile(program, Versions.JQ_1_7));
    } catch (JsonQueryException e) {
      return false;
    }
  }

  private static boolean isConstant(Object part) {
    if (part instanceof ValueLiteral) {
      return true;
    } else if (part instanceof TopLevelExpression) {
      return isConstant(JqParts.named(part, "expr"));
    } else if (part instanceof AlternativeOperatorExpression) {
      return isConstant(JqParts.named(part, "lhs")) && isConstant(JqParts.named(part, "rhs"));
    } else if (part instanceof Conditional) {
      return isConstant(JqParts.named(part, "otherwise"))
          && ((List<?>) JqParts.named(part, "switches"))
              .stream().allMatch(branch -> isConstant(((Pair<?, ?>) branch)._2));
    } else if (part instanceof PipedQuery) {
      List<?> components = (List<?>) JqParts.named(part, "components");
      return components.get(components.size() - 1) instanceof TransformPipeComponent last
          && isConstant(last.expr);
    } else if (part instanceof Tuple several) {
      return several.qs.stream().allMatch(ConstantJq::isConstant);
    } else if (part instanceof ArrayConstruction array) {
      return array.q == null || isConstant(array.q);
    } else if (part instanceof ObjectConstruction object) {
      return object.fields.stream().allMatch(ConstantJq::isRow);
    }
    return isEntry(part);
  }

  /** Whether this selects an entry. A slice of a text would reveal where it begins and ends. */
  private static boolean isEntry(Object part) {
    boolean one = part instanceof IdentifierFieldAccess || part instanceof StringFieldAccess;
    boolean chosen = part instanceof BracketFieldAccess && JqParts.named(part, "endExpr") == null;
    return (one || chosen) && isConstant(JqParts.named(part, "target"));
  }

  /**
   * Whether this is a row of constants. A key without a value stands for the input's member of that
   * name.
   */
  private static boolean isRow(FieldConstruction row) {
    if (row instanceof IdentifierKeyFieldConstruction named) {
      return named.value != null && isConstant(named.value);
    }
    return row instanceof StringKeyFieldConstruction quoted
        && quoted.value != null
        && isConstant(quoted.key)
        && isConstant(quoted.value);
  }
}
