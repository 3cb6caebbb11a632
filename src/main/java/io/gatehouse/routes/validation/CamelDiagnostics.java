package io.gatehouse.routes.validation;

import static org.apache.camel.util.ObjectHelper.getException;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.Placeholder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.component.kamelet.FailedToCreateKameletException;
import org.apache.camel.util.ObjectHelper;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.springframework.core.env.Environment;

/** Turns failures of Camel, or of a step, into a sentence with its place in the files. */
final class CamelDiagnostics {

  private static final Pattern NO_PLACEHOLDER = Pattern.compile("Property with key \\[([^]]+)]");

  /** {@code <parameter>: "<value>" <what is wrong>}, the form of steps' sentences. */
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z]+): \"(.*)\" [^\"]*", Pattern.DOTALL);

  /** The name that a step uses for its expressions, if it does not know which parameter it was. */
  private static final String EXPRESSION = "expression";

  private final Map<String, RouteFile> kamelets;
  private final Environment environment;

  CamelDiagnostics(List<RouteFile> kamelets, Environment environment) {
    this.kamelets =
        kamelets.stream().collect(Collectors.toMap(RouteFile::name, Function.identity()));
    this.environment = environment;
  }

  /** The problem, in the file that was being loaded or in a kamelet that it uses. */
  RouteDiagnostic problem(RouteFile file, Exception failure) {
    RouteFile blamed = kamelet(failure).orElse(file);
    BadSettingException bad = getException(BadSettingException.class, failure);
    if (bad != null) {
      return place(file, bad.getMessage())
          .or(() -> place(blamed, bad.getMessage()))
          .orElseGet(
              () -> new RouteDiagnostic(file.path(), lineOfRoute(file, failure), bad.getMessage()));
    }
    return ofExpression(file, failure)
        .or(() -> ofExpression(blamed, failure))
        .or(() -> ofBinding(file, blamed, failure))
        .orElseGet(() -> ofCamel(blamed, failure));
  }

  private Optional<RouteFile> kamelet(Exception failure) {
    FailedToCreateKameletException own =
        getException(FailedToCreateKameletException.class, failure);
    return Optional.ofNullable(own).map(of -> kamelets.get(of.getTemplateId()));
  }

  private static Optional<RouteDiagnostic> ofExpression(RouteFile file, Exception failure) {
    ExpressionIllegalSyntaxException syntax =
        getException(ExpressionIllegalSyntaxException.class, failure);
    StrictJq.UnknownException unknown = getException(StrictJq.UnknownException.class, failure);
    if (syntax == null && unknown == null) {
      return Optional.empty();
    }
    String text = unknown == null ? syntax.getExpression() : unknown.expression();
    int line = file.lineOfValue(text);
    String sentence =
        unknown == null
            ? "the expression \"%s\" cannot be read (%s)."
                .formatted(RouteDiagnostic.quote(text), why(failure))
            : unknown.getMessage();
    return line == 0
        ? Optional.empty()
        : Optional.of(new RouteDiagnostic(file.path(), line, sentence));
  }

  /**
   * Why a text cannot be parsed. A parser lists everything that it would have accepted instead,
   * which does not help.
   */
  private static String why(Exception failure) {
    return RouteDiagnostic.sentence(failure).replaceFirst("[.]? Was expecting.*", "");
  }

  /** A value that could not be set on a step: it may come from the file, or from the kamelet. */
  private Optional<RouteDiagnostic> ofBinding(RouteFile file, RouteFile blamed, Exception failure) {
    PropertyBindingException binding = getException(PropertyBindingException.class, failure);
    if (binding == null || binding.getPropertyName() == null) {
      return Optional.empty();
    }
    String sentence =
        "%s: \"%s\" cannot be used (%s)."
            .formatted(binding.getPropertyName(), binding.getValue(), why(failure));
    return place(file, sentence).or(() -> place(blamed, sentence));
  }

  private RouteDiagnostic ofCamel(RouteFile file, Exception failure) {
    MarkedYamlEngineException marked = getException(MarkedYamlEngineException.class, failure);
    if (marked != null && marked.getProblemMark().isPresent()) {
      return new RouteDiagnostic(
          file.path(), marked.getProblemMark().get().getLine() + 1, marked.getProblem() + ".");
    }
    NoSuchBeanException bean = getException(NoSuchBeanException.class, failure);
    if (bean != null && bean.getName() != null) {
      return of(file, bean.getName(), "there is nothing named '%s'.".formatted(bean.getName()));
    }
    Matcher placeholder = NO_PLACEHOLDER.matcher(messages(failure));
    if (placeholder.find()) {
      String name = placeholder.group(1);
      return of(file, "{{" + name, "'%s' is neither a setting nor a parameter.".formatted(name));
    }
    return new RouteDiagnostic(
        file.path(), lineOfRoute(file, failure), RouteDiagnostic.sentence(failure) + ".");
  }

  private static RouteDiagnostic of(RouteFile file, String part, String sentence) {
    return new RouteDiagnostic(file.path(), file.lineOf(part), sentence);
  }

  private static int lineOfRoute(RouteFile file, Exception failure) {
    FailedToCreateRouteException made = getException(FailedToCreateRouteException.class, failure);
    FailedToStartRouteException started = getException(FailedToStartRouteException.class, failure);
    String id = made != null ? made.getRouteId() : started != null ? started.getRouteId() : "";
    return file.lineOfRoute(id);
  }

  /** The messages of a failure and its causes. */
  private static String messages(Throwable failure) {
    StringBuilder messages = new StringBuilder();
    for (Throwable cause : ObjectHelper.createExceptionIterable(failure)) {
      messages.append(cause.getMessage()).append('\n');
    }
    return messages.toString();
  }

  /** The place in a file to which a step's sentence refers; empty if it is not there. */
  private Optional<RouteDiagnostic> place(RouteFile file, String sentence) {
    Matcher matcher = FORM.matcher(sentence);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String parameter = matcher.group(1);
    String value = matcher.group(2);
    if (parameter.equals(EXPRESSION)) {
      int line = file.lineOfValue(value);
      return line == 0
          ? Optional.empty()
          : Optional.of(
              new RouteDiagnostic(
                  file.path(),
                  line,
                  "parameter " + sentence.replace(value, RouteDiagnostic.quote(value))));
    }
    for (JsonNode holder : file.tree().findParents(parameter)) {
      String written = holder.path(parameter).asText();
      int line = file.line(holder, parameter);
      String setting =
          Placeholder.whole(written).filter(one -> !one.secret()).map(Placeholder::name).orElse("");
      if (isSetTo(setting, value)) {
        String text = "%s, parameter %s".formatted(setting, sentence);
        return Optional.of(new RouteDiagnostic(file.path(), line, text));
      } else if (!value.isEmpty() && written.contains(value)) {
        return Optional.of(new RouteDiagnostic(file.path(), line, "parameter " + sentence));
      }
    }
    return Optional.empty();
  }

  private boolean isSetTo(String property, String value) {
    String set = property.isEmpty() ? null : environment.getProperty(property);
    return set != null && (value.isEmpty() ? set.isBlank() : set.contains(value));
  }
}
