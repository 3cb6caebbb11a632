package io.gatehouse.http;

import io.gatehouse.webhook.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedException;

/** What is looked at of a request before anything else: form, path and method. */
final class Entrance {

  private final HttpFirewall firewall;
  private final Opening opening;
  private final Doors doors;

  Entrance(HttpFirewall firewall, Opening opening, Doors doors) {
    this.firewall = firewall;
    this.opening = opening;
    this.doors = doors;
  }

  /**
   * Either the way in, which the request is to {@link WebhookConsumer#leave}, or the answer, or
   * neither: then the request is for the token endpoint.
   *
   * @param vendor whose path it is, or {@link RequestMeters#NO_VENDOR}
   */
  record Way(HttpServletRequest request, WebhookConsumer in, Answer out, String vendor) {}

  Way of(HttpServletRequest request) {
    if (!opening.isOpen()) {
      return out(Answer.of(Refusal.Unavailable.SHORTLY));
    }
    try {
      HttpServletRequest checked = firewall.getFirewalledRequest(request);
      Optional<WebhookConsumer> consumer = doors.at(checked.getRequestURI());
      while (consumer.isPresent()) {
        Set<String> methods = consumer.get().methods();
        if (!methods.contains(checked.getMethod())) {
          return new Way(null, null, Answer.methodNotAllowed(methods), consumer.get().vendor());
        }
        if (consumer.get().enter()) {
          return new Way(checked, consumer.get(), null, consumer.get().vendor());
        }
        // It was closed a moment ago; another edition of its route may be there already.
        consumer = doors.at(checked.getRequestURI());
      }
      return elsewhere(checked);
    } catch (RequestRejectedException e) {
      return out(Answer.of(new Refusal.Malformed()));
    }
  }

  private static Way out(Answer answer) {
    return new Way(null, null, answer, RequestMeters.NO_VENDOR);
  }

  private Way elsewhere(HttpServletRequest request) {
    if (!opening.isTokenEndpoint(request.getRequestURI())) {
      return out(Answer.NOT_FOUND);
    }
    return request.getMethod().equals("POST")
        ? new Way(request, null, null, RequestMeters.NO_VENDOR)
        : out(Answer.methodNotAllowed(Set.of("POST")));
  }
}
