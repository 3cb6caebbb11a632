package io.gatehouse.registration;

import io.gatehouse.registration.Registrations.Registration;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The step behind the kamelet {@code show-registrations}: the recorded registrations of a vendor.
 */
public final class ShowRegistrations implements Processor {

  private Registrations registrations;
  private String vendor;
  private List<String> kinds = List.of();

  public void setRegistrations(Registrations registrations) {
    this.registrations = registrations;
  }

  public void setVendor(String vendor) {
    this.vendor = vendor;
  }

  /** Comma-separated names of the vendor's webhooks. */
  public void setKinds(String names) {
    this.kinds = ChooseWebhook.split(names);
  }

  @Override
  public void process(Exchange exchange) {
    exchange
        .getMessage()
        .setBody(
            kinds.stream()
                .map(
                    kind ->
                        registrations
                            .of(vendor, kind)
                            .orElseGet(() -> Registration.none(vendor, kind)))
                .toList());
  }
}
