package io.gatehouse.broker;

import org.springframework.stereotype.Component;

/** How the bus was at the last probe, for whoever has to say why an event was not taken. */
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
