package io.gatehouse.tools.simulation;

import java.time.Duration;

/**
 * What came back for one request.
 *
 * @param status 0 where nothing came
 * @param word the gateway's: {@code accepted}, {@code quarantined}; empty where there is none
 * @param id of the event, by the gateway; empty where there is none
 * @param failure why nothing came; empty where something did
 */
record GatewayResponse(int status, String word, String id, String failure, Duration latency) {

  static GatewayResponse none(String failure, Duration latency) {
    return new GatewayResponse(0, "", "", failure, latency);
  }

  /** For the summary: {@code 200 accepted}, {@code 503}, {@code no answer (…)}. */
  String kind() {
    if (status == 0) {
      return "no answer (" + failure + ")";
    }
    return word.isEmpty() ? String.valueOf(status) : status + " " + word;
  }
}
