package io.gatehouse.routes.validation;

import io.gatehouse.routes.validation.JqCalls.Call;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;

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

  private static final int SHORTEST_NAME = 3;

  private JqFunctions() {}

  private static Map<String, Function> own() {
    Map<String, Function> own = new HashMap<>(JqDates.FUNCTIONS);
    own.putAll(JqTrims.FUNCTIONS);
    own.putAll(JqPatterns.FUNCTIONS);
    return Map.copyOf(own);
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

  /** The problem of a call, in a sentence; empty if the function exists. */
  static Optional<String> wrongWith(Call call) {
    if (KNOWN.contains(call)) {
      return Optional.empty();
    }
    String name = call.name();
    if (name.equals(JqCalls.MODULE)) {
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
