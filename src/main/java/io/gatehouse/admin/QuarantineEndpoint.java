package io.gatehouse.admin;

import io.gatehouse.intake.RouteReplay;
import jakarta.jms.ConnectionFactory;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.stereotype.Component;

/** {@code /actuator/quarantine}: authentic requests that could not be read. */
@Component
@Endpoint(id = QuarantineEndpoint.ID)
class QuarantineEndpoint extends ParkedMessageEndpoint {

  static final String ID = "quarantine";

  QuarantineEndpoint(
      ConnectionFactory briefConnections, RouteReplay replay, OperatorRecords records) {
    super(
        new ParkedMessages(
            new ParkedMessageQueue(briefConnections, "kyc.quarantine"),
            new QuarantineReplay(replay),
            records));
  }
}
