package io.gatehouse.tools.simulation;

import java.time.Duration;

/**
 * The response to one request.
 *
 * @param status 0 if there was none
 * @param word the gateway's: {@code accepted}, {@code quarantined}; empty if there is none
 * @param id of the event, by the gateway; empty if there is none
 * @param failure why there was no response; empty if there was one
 */
record GatewayResponse(int status, String word, String id, String failure, Duration latency) {

  static GatewayResponse none(String failure, Duration latency) {
    return new GatewayResponse(0, "", "", failure, latency);
  }

  /** For the report: {@code 200 accepted}, {@code 503}, {@code no answer (…)}. */
  String kind() {
    if (status == 0) {
      return "no answer (" + failure + ")";
    }
    return word.isEmpty() ? String.valueOf(status) : status + " " + word;
  }
}
