package io.gatehouse.registration;

import io.gatehouse.registration.RegistrationException.Kind;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The step behind the kamelet {@code report-problem}: reports a vendor's rejection in the gateway's
 * words.
 */
public final class ReportProblem implements Processor {

  @Override
  public void process(Exchange exchange) {
    String problem = exchange.getVariable("problem", String.class);
    if (problem != null) {
      throw new RegistrationException(Kind.REFUSED, problem);
    }
  }
}
