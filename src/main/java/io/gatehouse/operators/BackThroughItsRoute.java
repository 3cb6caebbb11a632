package io.gatehouse.operators;

import io.gatehouse.custody.Replay;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.Optional;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSConstants;

/**
 * A request in quarantine goes through its vendor's route again, and is acknowledged once its event
 * is on disk. Until then it is only held: what the gateway does not acknowledge, because the
 * request is still unreadable or because the gateway dies, lies in its place again at once, where a
 * transaction that is rolled back would put it off and count it.
 */
final class BackThroughItsRoute implements PuttingBack {

  private final Replay replay;

  BackThroughItsRoute(Replay replay) {
    this.replay = replay;
  }

  @Override
  public Optional<Stays> putBack(Connection bus, HeldQueue queue, Held held) throws JMSException {
    try (Session session = bus.createSession(false, ActiveMQJMSConstants.INDIVIDUAL_ACKNOWLEDGE)) {
      Optional<Message> taken = queue.take(session, held);
      if (taken.isEmpty()) {
        return Optional.of(Stays.OUT_OF_REACH);
      }
      Optional<String> why = replay.replay(taken.get());
      if (why.isPresent()) {
        return Optional.of(stays(why.get()));
      }
      taken.get().acknowledge();
      return Optional.empty();
    }
  }

  private static Stays stays(String word) {
    return switch (word) {
      case Replay.NO_ROUTE ->
          new Stays(word, "No route listens where it came in; its vendor may be switched off.");
      case Replay.FOREIGN -> new Stays(word, "It is no request that the gateway has kept.");
      case Replay.REFUSED ->
          new Stays(word, "Its route refuses it now, for its size or for whom it names.");
      case Replay.NO_ANSWER ->
          new Stays(word, "Its route did not end in time; trying again does no harm.");
      case Replay.ROUTE_FAULT ->
          new Stays(word, "Its route fails on it; mend the route file, and try again.");
      case Replay.BUS_DOWN -> throw Problem.unavailable("The bus does not take the event.");
      default -> new Stays(word, "It is still unreadable: %s.".formatted(word));
    };
  }
}
