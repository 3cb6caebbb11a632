package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.tree.FormattingFilter;
import net.thisptr.jackson.jq.internal.tree.FunctionCall;
import net.thisptr.jackson.jq.internal.tree.FunctionDefinition;
import net.thisptr.jackson.jq.internal.tree.ImportStatement;

/**
 * The functions available to a route's jq, and what to use in place of those of jq that are
 * missing.
 */
final class JqFunctions {

  /** Functions that read the machine: its environment and its name. */
  static final Set<String> OUTSIDE = Set.of("env", "hostname", "debug_scope");

  /**
   * The gateway's own functions, by name and number of arguments, which replace others or extend
   * them.
   */
  static final Map<String, Function> OWN = own();

  private static final Set<Call> KNOWN = known();
  private static final Map<String, String> INSTEAD = instead();

  /** The name that represents a module that a program imports. */
  private static final String MODULE = "import";

  private static final int SHORTEST_NAME = 3;
  private static final int NEXT_LINE = 0x85;

  private JqFunctions() {}

  private static Map<String, Function> own() {
    Map<String, Function> own = new HashMap<>(JqDates.FUNCTIONS);
    // A regular expression would restart its search for trailing space at each blank of the text.
    own.put("trim/0", trim(true, true));
    own.put("ltrim/0", trim(true, false));
    own.put("rtrim/0", trim(false, true));
    own.putAll(JqPatterns.FUNCTIONS);
    return Map.copyOf(own);
  }

  private static Function trim(boolean before, boolean behind) {
    return (scope, arguments, in, path, output, version) -> {
      if (!in.isTextual()) {
        throw new JsonQueryException("What is trimmed is a text");
      }
      String text = in.textValue();
      int begin = 0;
      int end = text.length();
      while (before && begin < end && isSpace(text.charAt(begin))) {
        begin++;
      }
      while (behind && end > begin && isSpace(text.charAt(end - 1))) {
        end--;
      }
      output.emit(TextNode.valueOf(text.substring(begin, end)), null);
    };
  }

  /** Whether Unicode defines the character as white space. */
  private static boolean isSpace(char character) {
    return Character.isSpaceChar(character)
        || (character >= '\t' && character <= '\r')
        || character == NEXT_LINE;
  }

  /**
   * The functions of a new scope: another context may be filling the language's own scope right
   * now.
   */
  private static Set<Call> known() {
    Scope scope = Scope.newEmptyScope();
    BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_7, scope);
    OWN.forEach(scope::addFunction);
    return scope.getLocalFunctions().keySet().stream()
        .map(Call::of)
        .filter(call -> !OUTSIDE.contains(call.name()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Map<String, String> instead() {
    Map<String, String> instead = new HashMap<>();
    put(instead, "localtime", "use gmtime, in UTC");
    put(instead, "strflocaltime", "use strftime, in UTC");
    put(instead, "hostname debug_scope", "leave it out");
    put(instead, "env", "write a setting as {{name}} in the route file");
    put(instead, "get_search_list modulemeta get_jq_origin get_prog_origin", "leave it out");
    put(instead, "input inputs", "use ., for a route has one event at a time");
    put(instead, "input_filename input_line_number", "leave it out, for an event is no file");
    put(instead, "debug stderr", "leave it out, for nothing of an event is logged");
    put(instead, "halt halt_error", "use error");
    put(instead, "bsearch", "use index");
    put(instead, "JOIN", "use INDEX");
    put(instead, "fromstream truncate_stream", "use reduce with setpath");
    put(instead, "rint nearbyint", "use round");
    put(instead, "fmod drem remainder", "use %");
    put(instead, "hypot", "use sqrt");
    put(instead, "fma", "use * and +");
    put(instead, "fdim copysign", "use if and -");
    put(instead, "ldexp scalb scalbln significand frexp logb", "use pow and log2");
    put(instead, "modf", "use trunc");
    put(instead, "acosh asinh atanh", "use log and sqrt");
    put(
        instead,
        "gamma lgamma tgamma lgamma_r erf erfc j0 j1 jn y0 y1 yn nextafter nexttoward",
        "leave it out");
    put(instead, "@base32 @base32d", "use @base64 or @base64d");
    put(instead, "@urid", "use gsub");
    return Map.copyOf(instead);
  }

  private static void put(Map<String, String> instead, String names, String advice) {
    for (String name : names.split(" ")) {
      instead.put(name, advice);
    }
  }

  /**
   * A function by its name and the number of its arguments; a format, such as {@code @base64}, has
   * none.
   */
  private record Call(String name, int arguments) {

    /** Parses the form {@code limit/2}. */
    static Call of(String signature) {
      String[] parts = signature.split("/");
      return new Call(parts[0], parts.length == 1 ? 0 : Integer.parseInt(parts[1]));
    }
  }

  /**
   * The problem of a program's first call of a function that does not exist, in a sentence; empty
   * if there is none. jackson-jq resolves a function only when it is called.
   *
   * @throws JsonQueryException if it is not jq
   */
  static Optional<String> wrongIn(String program) throws JsonQueryException {
    Set<Call> called = new LinkedHashSet<>();
    Set<Call> defined = new HashSet<>();
    JqParts.all(JsonQuery.compile(program, Versions.JQ_1_7))
        .forEach(part -> gather(part, called, defined));
    called.removeAll(defined);
    return called.stream().flatMap(call -> wrongWith(call).stream()).findFirst();
  }

  private static void gather(Object part, Set<Call> called, Set<Call> defined) {
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

  private static Optional<String> wrongWith(Call call) {
    if (KNOWN.contains(call)) {
      return Optional.empty();
    }
    String name = call.name();
    if (name.equals(MODULE)) {
      return Optional.of("jq reads no modules here; write the program in one piece.");
    }
    Set<Integer> counts =
        KNOWN.stream()
            .filter(known -> known.name().equals(name))
            .map(Call::arguments)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!counts.isEmpty()) {
      return Optional.of(
          "jq's function '%s' takes %s, not %d."
              .formatted(
                  name,
                  counts.stream().map(JqFunctions::arguments).collect(Collectors.joining(" or ")),
                  call.arguments()));
    }
    if (INSTEAD.containsKey(name)) {
      return Optional.of(
          "jq's function '%s' cannot be used in a route file; %s."
              .formatted(name, INSTEAD.get(name)));
    }
    Set<String> names =
        KNOWN.stream()
            .map(Call::name)
            .filter(known -> !known.startsWith("_"))
            .collect(Collectors.toSet());
    // For one or two letters, any name would be similar.
    String hint = name.length() < SHORTEST_NAME ? "." : Suggestions.guess(name, names);
    return Optional.of("jq has no function '%s'%s".formatted(name, hint));
  }

  private static String arguments(int count) {
    return count == 0 ? "no argument" : count == 1 ? "one argument" : count + " arguments";
  }
}
