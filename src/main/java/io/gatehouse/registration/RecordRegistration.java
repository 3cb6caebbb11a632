package io.gatehouse.registration;

import io.gatehouse.settings.BadSettingException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The step behind the kamelet {@code record-registration}: records what is registered at the
 * vendor.
 */
public final class RecordRegistration implements Processor {

  /** The variable that marks a URL as removed at the vendor in the course of the call. */
  static final String REMOVED = "removed";

  private static final String REGISTERED = "registered";

  private Registrations registrations;
  private String vendor;
  private String state;

  public void setRegistrations(Registrations registrations) {
    this.registrations = registrations;
  }

  public void setVendor(String vendor) {
    this.vendor = vendor;
  }

  /** {@code registered} or {@code removed}. */
  public void setState(String state) {
    if (!state.equals(REGISTERED) && !state.equals(REMOVED)) {
      throw new BadSettingException(
          "state: \"%s\" is neither registered nor removed.".formatted(state));
    }
    this.state = state;
  }

  @Override
  public void process(Exchange exchange) {
    String kind = exchange.getVariable("kind", String.class);
    boolean registered = state.equals(REGISTERED);
    exchange.setVariable(REMOVED, !registered);
    exchange
        .getMessage()
        .setBody(
            registered
                ? registrations.put(vendor, kind, exchange.getVariable("url", String.class))
                : registrations.remove(vendor, kind));
  }
}
