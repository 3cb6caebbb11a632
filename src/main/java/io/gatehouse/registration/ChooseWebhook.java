package io.gatehouse.registration;

import io.gatehouse.registration.RegistrationException.Kind;
import io.gatehouse.registration.Registrations.Registration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The step behind the kamelet {@code choose-webhook}: reads the operator's request from the
 * variables {@code kind} and {@code url}, and refuses invalid values.
 */
public final class ChooseWebhook extends ServiceSupport implements Processor {

  private ApiSettings settings;
  private Registrations registrations;
  private String vendor;
  private List<String> kinds = List.of();
  private boolean needsUrl;

  public void setSettings(ApiSettings settings) {
    this.settings = settings;
  }

  public void setRegistrations(Registrations registrations) {
    this.registrations = registrations;
  }

  public void setVendor(String vendor) {
    this.vendor = vendor;
  }

  /** Comma-separated names of the vendor's webhooks. */
  public void setKinds(String names) {
    this.kinds = split(names);
  }

  /** Whether the call needs a URL. */
  public void setNeedsUrl(boolean needsUrl) {
    this.needsUrl = needsUrl;
  }

  @Override
  protected void doInit() {
    settings.check(vendor, kinds);
  }

  @Override
  public void process(Exchange exchange) {
    String kind = exchange.getVariable("kind", String.class);
    if (!kinds.contains(kind)) {
      throw new RegistrationException(
          Kind.UNUSABLE,
          "%s has no such webhook; it has %s.".formatted(vendor, String.join(", ", kinds)));
    }
    Optional<String> url =
        Optional.ofNullable(exchange.getVariable("url", String.class))
            .or(() -> settings.url(vendor, kind));
    if (needsUrl) {
      check(kind, url);
    }
    exchange.setVariable("url", url.orElse(null));
    exchange.setVariable(
        "recordedUrl", registrations.of(vendor, kind).map(Registration::url).orElse(null));
  }

  private void check(String kind, Optional<String> url) {
    if (url.isEmpty()) {
      throw new RegistrationException(
          Kind.UNUSABLE,
          "There is no URL to register: say {\"url\":\"https://…\"}, or set %s."
              .formatted(ApiSettings.urlName(vendor, kind)));
    }
    if (!ApiSettings.isGoodUrl(url.get())) {
      throw new RegistrationException(Kind.UNUSABLE, "The URL " + ApiSettings.URL_RULE + ".");
    }
  }

  static List<String> split(String names) {
    return Arrays.stream(names.split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
