package io.gatehouse.operators;

import io.gatehouse.custody.Replay;
import jakarta.jms.ConnectionFactory;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.stereotype.Component;

/** {@code /actuator/quarantine}: authentic requests that nobody could read. */
@Component
@Endpoint(id = Quarantined.ID)
class Quarantined extends HeldEndpoint {

  static final String ID = "quarantine";

  Quarantined(ConnectionFactory briefConnections, Replay replay, OperatorRecords records) {
    super(
        new HeldMessages(
            new HeldQueue(briefConnections, "kyc.quarantine"),
            new BackThroughItsRoute(replay),
            records));
  }
}
