package io.gatehouse.delivery;

import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import io.gatehouse.gateway.Wire;
import java.util.List;

/** The operators' question whether the gateway is ready. */
final class Readiness {

  private Readiness() {}

  static Answer of(Gateway gateway) {
    return Wire.exchange(
        gateway.managementPort(),
        new Request("GET /actuator/health/readiness HTTP/1.1", List.of(), new byte[0]));
  }
}
