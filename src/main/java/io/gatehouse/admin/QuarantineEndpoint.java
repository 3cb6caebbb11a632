package io.gatehouse.admin;

import io.gatehouse.admin.ParkedMessageEndpoint.RedriveProblem;
import io.gatehouse.broker.MessageNames;
import io.gatehouse.intake.RouteReplay;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.Optional;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSConstants;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.stereotype.Component;

/** {@code /actuator/quarantine}: authentic requests that could not be read. */
@Component
@Endpoint(id = QuarantineEndpoint.ID)
class QuarantineEndpoint extends ParkedMessageEndpoint {

  static final String ID = "quarantine";

  private final RouteReplay replay;

  QuarantineEndpoint(
      ConnectionFactory briefConnections, RouteReplay replay, OperatorRecords records) {
    super(new ParkedMessageQueue(briefConnections, MessageNames.QUARANTINE), records);
    this.replay = replay;
  }

  /**
   * Replays a quarantined request through its vendor's route, and acknowledges it once its event is
   * on disk. A message that is not acknowledged, because the request is still unreadable or because
   * the gateway dies, is back in its place at once; a transaction that is rolled back would delay
   * and count it.
   */
  @Override
  Optional<RedriveProblem> redrive(Connection bus, ParkedMessage parked) throws JMSException {
    try (Session session = bus.createSession(false, ActiveMQJMSConstants.INDIVIDUAL_ACKNOWLEDGE)) {
      Optional<Message> taken = queue().take(session, parked);
      if (taken.isEmpty()) {
        return Optional.of(RedriveProblem.OUT_OF_REACH);
      }
      Optional<String> why = replay.replay(taken.get());
      if (why.isPresent()) {
        return Optional.of(problem(why.get()));
      }
      taken.get().acknowledge();
      return Optional.empty();
    }
  }

  private static RedriveProblem problem(String word) {
    return switch (word) {
      case RouteReplay.NO_ROUTE ->
          new RedriveProblem(
              word, "No route listens where it came in; its vendor may be switched off.");
      case RouteReplay.FOREIGN ->
          new RedriveProblem(word, "It is no request that the gateway has kept.");
      case RouteReplay.REFUSED ->
          new RedriveProblem(word, "Its route refuses it now, for its size or for whom it names.");
      case RouteReplay.NO_ANSWER ->
          new RedriveProblem(word, "Its route did not end in time; trying again does no harm.");
      case RouteReplay.ROUTE_FAULT ->
          new RedriveProblem(word, "Its route fails on it; correct the route file, and try again.");
      case RouteReplay.BUS_DOWN ->
          throw OperationException.unavailable("The bus does not take the event.");
      default -> new RedriveProblem(word, "It is still unreadable: %s.".formatted(word));
    };
  }
}
