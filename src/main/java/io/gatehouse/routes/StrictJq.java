package io.gatehouse.routes;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.apache.camel.Expression;
import org.apache.camel.language.jq.JqLanguage;
import org.springframework.stereotype.Component;

/**
 * jq that looks for the functions of an expression before it is evaluated. The usual one finds out
 * at the first event that there is no such function, and would send each event to quarantine. And
 * no program runs without bounds.
 */
@Component("jq")
final class StrictJq extends JqLanguage {

  private static final Pattern TEXT_OR_COMMENT =
      Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|#[^\n]*", Pattern.DOTALL);

  /** A word that is no field, no variable, no format, no key and no member's short form. */
  private static final Pattern FUNCTION =
      Pattern.compile(
          "(?<![.$@\\w:])(?<![{,]\\s{0,9}(?=\\w{1,99}\\s{0,9}[,}]))([a-z_]\\w*)\\b(?!\\s*:)");

  private static final Set<String> KEYWORDS =
      Set.of(
          "if", "then", "elif", "else", "end", "and", "or", "as", "try", "catch", "reduce",
          "foreach", "label", "break", "null", "true", "false", "not", "empty");

  /** What looks around on the machine: its environment and its name. */
  private static final Set<String> OUTSIDE = Set.of("env", "hostname", "debug_scope");

  private static final Set<String> FUNCTIONS = functions();

  private static final Pattern OWN_DEFINITION = Pattern.compile("\\bdef\\b");
  private static final Pattern MODULE = Pattern.compile("(?<![.$@\\w])(?:import|include)\\b");

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
    getRootScope().getLocalFunctions().values().forEach(CountedJq::in);
    // A program that defines functions of its own is not searched for others.
    for (String name : OUTSIDE) {
      Function missing =
          (scope, arguments, in, path, output, version) -> {
            throw new JsonQueryException(sentence(name, FUNCTIONS));
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
    String bare = TEXT_OR_COMMENT.matcher(text).replaceAll("\"\"");
    if (MODULE.matcher(bare).find()) {
      throw new UnknownException(text, "jq reads no modules here; write the program in one piece.");
    }
    if (!OWN_DEFINITION.matcher(bare).find()) {
      Set<String> known = FUNCTIONS;
      Matcher word = FUNCTION.matcher(bare);
      while (word.find()) {
        if (!known.contains(word.group(1)) && !KEYWORDS.contains(word.group(1))) {
          throw new UnknownException(text, sentence(word.group(1), known));
        }
      }
    }
    return expression;
  }

  private static String sentence(String word, Set<String> known) {
    String hint =
        Near.nearest(word, known).map(near -> ", did you mean '" + near + "'?").orElse(".");
    return "jq has no function '%s'%s".formatted(word, hint);
  }

  /** Of a scope of its own: that of the language may be filled anew by another context just now. */
  private static Set<String> functions() {
    Scope scope = Scope.newEmptyScope();
    BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
    Set<String> names = new TreeSet<>();
    scope.getLocalFunctions().keySet().forEach(name -> names.add(name.split("/")[0]));
    names.removeAll(OUTSIDE);
    return Set.copyOf(names);
  }
}
