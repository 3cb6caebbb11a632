package io.gatehouse.routes;

import io.gatehouse.settings.BadSettingException;
import java.nio.file.Path;
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
    if (!Complaint.isOne(sentence)) {
      return sentence;
    }
    Path directory = Path.of(environment.getProperty("gatehouse.routes.directory", "routes"));
    Complaint complaint = new Complaint(environment);
    RouteSet files = Snapshot.of(new RouteProperties(directory, false)).parsed();
    return files.uses().stream()
        .flatMap(use -> complaint.place(use.file(), sentence).stream())
        .findFirst()
        .map(RouteProblem::text)
        .orElse(sentence);
  }
}
