package io.gatehouse.web;

import io.gatehouse.webhook.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedException;

/** Checks the syntax, path and method of a request before anything else. */
final class RequestAdmission {

  private final HttpFirewall firewall;
  private final ServingState servingState;
  private final WebhookRegistry registry;

  RequestAdmission(HttpFirewall firewall, ServingState servingState, WebhookRegistry registry) {
    this.firewall = firewall;
    this.servingState = servingState;
    this.registry = registry;
  }

  /**
   * The consumer that admits the request and that it must {@link WebhookConsumer#leave}, or the
   * response that refuses it, or neither if the request is for the token endpoint.
   *
   * @param vendor the vendor of the path, or {@link RequestMetrics#NO_VENDOR}
   */
  record Admission(
      HttpServletRequest request, WebhookConsumer in, WebhookResponse out, String vendor) {}

  Admission of(HttpServletRequest request) {
    if (!servingState.isOpen()) {
      return out(WebhookResponse.of(Problem.Unavailable.SHORTLY));
    }
    try {
      HttpServletRequest checked = firewall.getFirewalledRequest(request);
      Optional<WebhookConsumer> consumer = registry.at(checked.getRequestURI());
      while (consumer.isPresent()) {
        Set<String> methods = consumer.get().methods();
        if (!methods.contains(checked.getMethod())) {
          return new Admission(
              null, null, WebhookResponse.methodNotAllowed(methods), consumer.get().vendor());
        }
        if (consumer.get().enter()) {
          return new Admission(checked, consumer.get(), null, consumer.get().vendor());
        }
        // It was closed a moment ago; another revision of its route may already be there.
        consumer = registry.at(checked.getRequestURI());
      }
      return elsewhere(checked);
    } catch (RequestRejectedException e) {
      return out(WebhookResponse.of(new Problem.Malformed()));
    }
  }

  private static Admission out(WebhookResponse answer) {
    return new Admission(null, null, answer, RequestMetrics.NO_VENDOR);
  }

  private Admission elsewhere(HttpServletRequest request) {
    if (!servingState.isTokenEndpoint(request.getRequestURI())) {
      return out(WebhookResponse.NOT_FOUND);
    }
    return request.getMethod().equals("POST")
        ? new Admission(request, null, null, RequestMetrics.NO_VENDOR)
        : out(WebhookResponse.methodNotAllowed(Set.of("POST")));
  }
}
