package io.gatehouse.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.settings.BadSettingException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.util.ObjectHelper;
import org.flywaydb.core.api.FlywayException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.Environment;

/**
 * Turns what stopped the start into the one sentence that Spring Boot prints of it. Where a step
 * did not like one of its parameters, the sentence names the setting that the route file fills it
 * with.
 */
class StartFailure implements FailureAnalyzer {

  /** {@code <parameter>: "<value>" <what is wrong>}, as steps say it. */
  private static final Pattern COMPLAINT = Pattern.compile("([A-Za-z]+): \"([^\"]*)\".*");

  private static final Pattern SETTING = Pattern.compile("\\{\\{([^:{}]+)(:[^{}]*)?}}");

  /** What a step calls its parameters that are expressions, when it cannot tell which it was. */
  private static final String EXPRESSION = "expression";

  private final Environment environment;

  StartFailure(Environment environment) {
    this.environment = environment;
  }

  @Override
  public FailureAnalysis analyze(Throwable failure) {
    BadSettingException bad = ObjectHelper.getException(BadSettingException.class, failure);
    if (bad != null) {
      return new FailureAnalysis(explain(bad.getMessage()), null, failure);
    }
    if (ObjectHelper.getException(FlywayException.class, failure) != null) {
      return new FailureAnalysis(
          "The ledger's database cannot be used: look at spring.datasource.url, spring.datasource.username and spring.datasource.password, and whether it runs (%s)."
              .formatted(RouteProblem.sentence(failure)),
          null,
          failure);
    }
    boolean ofRoute =
        ObjectHelper.getException(FailedToCreateRouteException.class, failure) != null
            || ObjectHelper.getException(FailedToStartRouteException.class, failure) != null;
    return ofRoute
        ? new FailureAnalysis(
            "A route cannot be made: %s.".formatted(RouteProblem.sentence(failure)), null, failure)
        : null;
  }

  private String explain(String sentence) {
    Matcher complaint = COMPLAINT.matcher(sentence);
    if (!complaint.matches()) {
      return sentence;
    }
    Path directory = Path.of(environment.getProperty("gatehouse.routes.directory", "routes"));
    return Arrays.stream(RouteKind.values())
        .flatMap(kind -> RouteLoader.files(new RouteProperties(directory), kind).stream())
        .flatMap(file -> place(file, complaint.group(1), complaint.group(2)).stream())
        .findFirst()
        .map(place -> place + ", parameter " + sentence)
        .orElse(sentence);
  }

  /** The file, and the setting where the value comes from one. */
  private Optional<String> place(RouteFile file, String parameter, String value) {
    if (parameter.equals(EXPRESSION) && file.text().contains(value)) {
      return Optional.of("%s, line %d".formatted(file.path(), file.lineOf(value)));
    }
    for (JsonNode written : file.tree().findValues(parameter)) {
      Matcher setting = SETTING.matcher(written.asText());
      if (setting.matches() && isSetTo(setting.group(1), value)) {
        return Optional.of("%s, in %s".formatted(setting.group(1), file.path()));
      } else if (!value.isEmpty() && written.asText().contains(value)) {
        return Optional.of(file.path().toString());
      }
    }
    return Optional.empty();
  }

  private boolean isSetTo(String property, String value) {
    String set = environment.getProperty(property);
    return set != null && (value.isEmpty() ? set.isBlank() : set.contains(value));
  }
}
