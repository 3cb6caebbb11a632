package io.gatehouse.tools.simulation;

import java.time.Duration;

/**
 * What came back for one request.
 *
 * @param status 0 where nothing came
 * @param word the gateway's: {@code accepted}, {@code quarantined}; empty where there is none
 * @param id of the event, by the gateway; empty where there is none
 * @param trouble why nothing came; empty where something did
 */
record GatewayResponse(int status, String word, String id, String trouble, Duration latency) {

  static GatewayResponse none(String trouble, Duration latency) {
    return new GatewayResponse(0, "", "", trouble, latency);
  }

  /** For the summary: {@code 200 accepted}, {@code 503}, {@code no answer (…)}. */
  String kind() {
    if (status == 0) {
      return "no answer (" + trouble + ")";
    }
    return word.isEmpty() ? String.valueOf(status) : status + " " + word;
  }
}
