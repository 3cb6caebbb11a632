package io.gatehouse.auth;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.Problem.ForbiddenReason;
import io.gatehouse.webhook.RefusedException;
import io.gatehouse.webhook.Webhook;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The step behind the kamelet {@code require-partner}: the URL must name an allowed partner. The
 * partner becomes the variable {@code partner}.
 */
public final class RequirePartner implements Processor {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private String parameter;
  private Set<String> partners = Set.of();

  /** The query parameter that names the partner; it must occur exactly once. */
  public void setParameter(String parameter) {
    this.parameter = parameter;
  }

  /** Comma-separated names of the allowed partners. */
  public void setPartners(String names) {
    this.partners =
        Arrays.stream(names.split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    if (partners.isEmpty() || !partners.stream().allMatch(n -> NAME.matcher(n).matches())) {
      throw new BadSettingException(
          "partners: \"%s\" is no list of partners: name at least one, each of letters, digits, dot, underscore and hyphen."
              .formatted(names));
    }
  }

  @Override
  public void process(Exchange exchange) {
    Webhook webhook = Webhook.of(exchange);
    String partner =
        partner(webhook)
            .orElseThrow(
                () -> new RefusedException(new Problem.Forbidden(ForbiddenReason.PARTNER)));
    exchange.setVariable("partner", partner);
    webhook.markAuthentic();
  }

  private Optional<String> partner(Webhook webhook) {
    return webhook.firstReceipt().isPresent()
        ? webhook.firstReceipt().get().partner()
        : Credential.only(webhook.query(parameter)).filter(partners::contains);
  }
}
