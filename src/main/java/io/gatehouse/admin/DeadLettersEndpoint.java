package io.gatehouse.admin;

import jakarta.jms.ConnectionFactory;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.stereotype.Component;

/** {@code /actuator/deadletters}: events that a receiver or a bus consumer did not accept. */
@Component
@Endpoint(id = DeadLettersEndpoint.ID)
class DeadLettersEndpoint extends ParkedMessageEndpoint {

  static final String ID = "deadletters";

  DeadLettersEndpoint(ConnectionFactory briefConnections, OperatorRecords records) {
    super(
        new ParkedMessages(
            new ParkedMessageQueue(briefConnections, "kyc.dead-letter"),
            new DeadLetterRedrive(),
            records));
  }
}
