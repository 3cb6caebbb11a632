package io.gatehouse.routes.validation;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.tree.FormattingFilter;
import net.thisptr.jackson.jq.internal.tree.FunctionCall;
import net.thisptr.jackson.jq.internal.tree.FunctionDefinition;
import net.thisptr.jackson.jq.internal.tree.ImportStatement;

/** The functions that a jq program calls. jackson-jq resolves a function only when it is called. */
final class JqCalls {

  /** The name that represents a module that a program imports. */
  static final String MODULE = "import";

  private static final String OWN = "net.thisptr.jackson.jq.";

  private final Set<Call> called = new LinkedHashSet<>();
  private final Set<Call> defined = new HashSet<>();

  private JqCalls() {}

  /**
   * A function by its name and the number of its arguments; a format, such as {@code @base64}, has
   * none.
   */
  record Call(String name, int arguments) {

    /** Parses the form {@code limit/2}. */
    static Call of(String signature) {
      String[] parts = signature.split("/");
      return new Call(parts[0], parts.length == 1 ? 0 : Integer.parseInt(parts[1]));
    }
  }

  /**
   * The functions that a program calls and does not define itself, in order, and {@link #MODULE} if
   * it imports one.
   *
   * @throws JsonQueryException if it is not jq
   */
  static Set<Call> of(String program) throws JsonQueryException {
    JqCalls calls = new JqCalls();
    calls.look(JsonQuery.compile(program, Versions.JQ_1_7));
    calls.called.removeAll(calls.defined);
    return calls.called;
  }

  private void look(Object part) {
    if (part instanceof List<?> parts) {
      parts.forEach(this::look);
    } else if (part != null
        && part.getClass().getName().startsWith(OWN)
        && !(part instanceof Enum<?>)) {
      add(part);
      JqParts.of(part).forEach(place -> look(place.part()));
    }
  }

  private void add(Object part) {
    if (part instanceof FunctionCall) {
      List<?> arguments = (List<?>) JqParts.named(part, "args");
      called.add(new Call((String) JqParts.named(part, "name"), arguments.size()));
    } else if (part instanceof FormattingFilter) {
      called.add(new Call("@" + JqParts.named(part, "name"), 0));
    } else if (part instanceof FunctionDefinition) {
      List<?> parameters = (List<?>) JqParts.named(part, "args");
      defined.add(new Call((String) JqParts.named(part, "fname"), parameters.size()));
      parameters.forEach(name -> defined.add(new Call(name.toString(), 0)));
    } else if (part instanceof ImportStatement) {
      called.add(new Call(MODULE, 0));
    }
  }
}
