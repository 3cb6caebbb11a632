package io.gatehouse.registration;

import io.gatehouse.registration.Registrations.Registration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * For operators: the URLs that are registered at vendors, {@code /actuator/registrations}, and
 * registering and removing one, {@code /actuator/registrations/<vendor>/<kind>}.
 */
@Component
@Endpoint(id = "registrations")
class RegistrationEndpoint {

  private final Registrar registrar;
  private final Registrations registrations;

  RegistrationEndpoint(Registrar registrar, Registrations registrations) {
    this.registrar = registrar;
    this.registrations = registrations;
  }

  /** All registrations, including those of vendors that are switched off. */
  @ReadOperation
  WebEndpointResponse<?> all() {
    return answer("registrations", () -> Listing.of(registrations.all()));
  }

  /** Each webhook of a vendor, registered or not. */
  @ReadOperation
  WebEndpointResponse<?> vendor(@Selector String vendor) {
    return answer(vendor, () -> Listing.of(registrar.show(vendor)));
  }

  /**
   * Registers a URL.
   *
   * @param url null for the configured one
   */
  @WriteOperation
  WebEndpointResponse<?> register(
      @Selector String vendor, @Selector String kind, @Nullable String url) {
    return answer(vendor, () -> Line.of(registrar.register(vendor, kind, url)));
  }

  /** Removes a registration. */
  @DeleteOperation
  WebEndpointResponse<?> remove(@Selector String vendor, @Selector String kind) {
    return answer(vendor, () -> Line.of(registrar.remove(vendor, kind)));
  }

  private static WebEndpointResponse<?> answer(String asked, Supplier<?> call) {
    try {
      return new WebEndpointResponse<>(
          call.get(), WebEndpointResponse.STATUS_OK, MediaType.APPLICATION_JSON);
    } catch (RuntimeException e) {
      RegistrationException failure = RegistrationException.of(asked, e);
      HttpStatus status = HttpStatus.valueOf(failure.kind().status());
      return new WebEndpointResponse<>(
          new Problem(status.getReasonPhrase(), status.value(), failure.getMessage()),
          status.value(),
          MediaType.APPLICATION_PROBLEM_JSON);
    }
  }

  record Listing(List<Line> registrations) implements OperationResponseBody {

    static Listing of(List<Registration> registrations) {
      return new Listing(registrations.stream().map(Line::of).toList());
    }
  }

  /** A registration as operators read it; url and since are left out if there is none. */
  record Line(String vendor, String kind, boolean registered, String url, String since)
      implements OperationResponseBody {

    static Line of(Registration now) {
      return new Line(
          now.vendor(),
          now.kind(),
          now.isRegistered(),
          now.url(),
          now.isRegistered() ? now.since().toString() : null);
    }
  }

  /** Problem details (RFC 9457). */
  record Problem(String title, int status, String detail) implements OperationResponseBody {}
}
