package io.gatehouse.operators;

import jakarta.jms.ConnectionFactory;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.stereotype.Component;

/** {@code /actuator/deadletters}: events that a receiver or a bus consumer did not take. */
@Component
@Endpoint(id = DeadLetters.ID)
class DeadLetters extends HeldEndpoint {

  static final String ID = "deadletters";

  DeadLetters(ConnectionFactory briefConnections, OperatorRecords records) {
    super(
        new HeldMessages(
            new HeldQueue(briefConnections, "kyc.dead-letter"), new BackToItsQueue(), records));
  }
}
