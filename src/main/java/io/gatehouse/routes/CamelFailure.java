package io.gatehouse.routes;

import io.gatehouse.settings.BadSettingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.component.kamelet.FailedToCreateKameletException;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.util.ObjectHelper;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.springframework.core.env.Environment;

/** Finds the place in the files that Camel, or a step, complains of. */
final class CamelFailure {

  private static final Pattern NO_COMPONENT =
      Pattern.compile("No component found with scheme: (\\S+)");
  private static final Pattern NO_OPTION =
      Pattern.compile(
          "endpoint: ([a-z][a-z-]*):.*Unknown parameters=\\[\\{([^=}]+)=", Pattern.DOTALL);
  private static final Pattern NO_PLACEHOLDER = Pattern.compile("Property with key \\[([^]]+)]");

  private final Map<String, RouteFile> kamelets;
  private final Environment environment;
  private final CamelContext context;

  CamelFailure(List<RouteFile> kamelets, Environment environment, CamelContext context) {
    this.kamelets =
        kamelets.stream().collect(Collectors.toMap(RouteFile::name, Function.identity()));
    this.environment = environment;
    this.context = context;
  }

  /** What is wrong, in the file that was being loaded or in a kamelet that it uses. */
  RouteProblem problem(RouteFile file, Exception failure) {
    Complaint complaint = new Complaint(environment);
    BadSettingException bad = ObjectHelper.getException(BadSettingException.class, failure);
    if (bad != null) {
      return complaint
          .place(file, bad.getMessage())
          .or(() -> kamelet(failure).flatMap(own -> complaint.place(own, bad.getMessage())))
          .orElseGet(() -> new RouteProblem(file.path(), 0, bad.getMessage()));
    }
    PropertyBindingException binding =
        ObjectHelper.getException(PropertyBindingException.class, failure);
    if (binding != null) {
      String sentence =
          "%s: \"%s\" cannot be used (%s)."
              .formatted(
                  binding.getPropertyName(), binding.getValue(), RouteProblem.sentence(failure));
      Optional<RouteProblem> place = complaint.place(file, sentence);
      if (place.isPresent()) {
        return place.get();
      }
    }
    RouteFile blamed = kamelet(failure).orElse(file);
    return new RouteProblem(blamed.path(), line(blamed, failure), sentence(failure) + ".");
  }

  private Optional<RouteFile> kamelet(Exception failure) {
    FailedToCreateKameletException own =
        ObjectHelper.getException(FailedToCreateKameletException.class, failure);
    return Optional.ofNullable(own).map(of -> kamelets.get(of.getTemplateId()));
  }

  private static int line(RouteFile file, Exception failure) {
    MarkedYamlEngineException marked =
        ObjectHelper.getException(MarkedYamlEngineException.class, failure);
    if (marked != null && marked.getProblemMark().isPresent()) {
      return marked.getProblemMark().get().getLine() + 1;
    }
    ExpressionIllegalSyntaxException syntax =
        ObjectHelper.getException(ExpressionIllegalSyntaxException.class, failure);
    if (syntax != null) {
      return file.lineOf(syntax.getExpression().strip().lines().findFirst().orElse(""));
    }
    String said = said(failure);
    return fragment(NO_COMPONENT, 1, said)
        .or(() -> fragment(NO_OPTION, 2, said))
        .or(() -> fragment(NO_PLACEHOLDER, 1, said))
        .map(file::lineOf)
        .orElse(0);
  }

  private static Optional<String> fragment(Pattern pattern, int group, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(group)) : Optional.empty();
  }

  private String sentence(Exception failure) {
    ExpressionIllegalSyntaxException syntax =
        ObjectHelper.getException(ExpressionIllegalSyntaxException.class, failure);
    if (syntax != null) {
      return "the expression \"%s\" cannot be read (%s)"
          .formatted(syntax.getExpression().strip(), RouteProblem.sentence(failure));
    }
    String said = said(failure);
    Matcher option = NO_OPTION.matcher(said);
    if (option.find()) {
      String hint = Near.hint(option.group(2), options(option.group(1)));
      return "%s has no option '%s'%s"
          .formatted(option.group(1), option.group(2), withoutStop(hint));
    }
    Matcher component = NO_COMPONENT.matcher(said);
    if (component.find()) {
      return "there is no component '%s'".formatted(component.group(1));
    }
    Matcher placeholder = NO_PLACEHOLDER.matcher(said);
    if (placeholder.find()) {
      return "'%s' is neither a setting nor a parameter".formatted(placeholder.group(1));
    }
    return RouteProblem.sentence(failure);
  }

  private static String withoutStop(String hint) {
    return hint.replaceAll("\\.$", "");
  }

  private TreeSet<String> options(String scheme) {
    EndpointUriFactory factory = context.getCamelContextExtension().getEndpointUriFactory(scheme);
    return factory == null ? new TreeSet<>() : new TreeSet<>(factory.propertyNames());
  }

  /** The messages of a failure and its causes. */
  private static String said(Throwable failure) {
    StringBuilder said = new StringBuilder();
    for (Throwable cause : ObjectHelper.createExceptionIterable(failure)) {
      said.append(cause.getMessage()).append('\n');
    }
    return said.toString();
  }
}
