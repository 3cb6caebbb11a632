package io.gatehouse.broker;

import org.springframework.stereotype.Component;

/** The state of the bus at the last probe, to explain why an event was not accepted. */
@Component
public class BrokerAvailability {

  private volatile String sentence = "The bus has not been probed yet";

  /** One sentence, in the gateway's own words. */
  public String sentence() {
    return sentence;
  }

  void is(String sentence) {
    this.sentence = sentence;
  }
}
