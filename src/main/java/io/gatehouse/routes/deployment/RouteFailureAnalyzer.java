package io.gatehouse.routes.deployment;

import io.gatehouse.routes.validation.OfflineValidation;
import io.gatehouse.routes.validation.RouteDiagnostic;
import io.gatehouse.settings.BadSettingException;
import java.util.List;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.component.kamelet.FailedToCreateKameletException;
import org.apache.camel.util.ObjectHelper;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.Environment;

/**
 * Turns the failure of a start into the sentence that Spring Boot prints, or a sentence for each
 * bad route file. The sentences are the same as those of a reload and of {@code validate}.
 */
class RouteFailureAnalyzer implements FailureAnalyzer {

  private static final List<Class<? extends Exception>> OF_ROUTES =
      List.of(
          RoutesNotServedException.class,
          FailedToCreateRouteException.class,
          FailedToStartRouteException.class,
          FailedToCreateKameletException.class);

  private final Environment environment;

  RouteFailureAnalyzer(Environment environment) {
    this.environment = environment;
  }

  @Override
  public FailureAnalysis analyze(Throwable failure) {
    if (isOfRoute(failure)) {
      return analysis(ofRoutes(failure), failure);
    }
    BadSettingException bad = ObjectHelper.getException(BadSettingException.class, failure);
    if (bad != null) {
      return analysis(bad.getMessage(), failure);
    }
    return null;
  }

  private static FailureAnalysis analysis(String sentences, Throwable failure) {
    return new FailureAnalysis(sentences, null, failure);
  }

  private static boolean isOfRoute(Throwable failure) {
    return OF_ROUTES.stream().anyMatch(type -> ObjectHelper.getException(type, failure) != null);
  }

  /** The diagnostics of a dry run; the failure itself if the dry run finds nothing. */
  private String ofRoutes(Throwable failure) {
    List<RouteDiagnostic> problems = OfflineValidation.ofStart(environment).problems();
    if (!problems.isEmpty()) {
      return RouteDiagnostic.text(problems);
    }
    RoutesNotServedException known =
        ObjectHelper.getException(RoutesNotServedException.class, failure);
    if (known != null) {
      return known.getMessage();
    }
    BadSettingException bad = ObjectHelper.getException(BadSettingException.class, failure);
    return bad == null
        ? "A route cannot be made: %s.".formatted(RouteDiagnostic.sentence(failure))
        : bad.getMessage();
  }
}
