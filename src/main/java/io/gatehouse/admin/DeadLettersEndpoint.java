package io.gatehouse.admin;

import io.gatehouse.admin.ParkedMessageEndpoint.RedriveProblem;
import io.gatehouse.broker.MessageNames;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession.QueueQuery;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.apache.activemq.artemis.utils.CompositeAddress;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.stereotype.Component;

/** {@code /actuator/deadletters}: events that a receiver or a bus consumer did not accept. */
@Component
@Endpoint(id = DeadLettersEndpoint.ID)
class DeadLettersEndpoint extends ParkedMessageEndpoint {

  static final String ID = "deadletters";
  private static final Set<String> COPIED =
      Set.of(MessageNames.GROUP_ID, MessageNames.CONTENT_TYPE);
  private static final String REASON = MessageNames.ATTRIBUTE + "reason";

  DeadLettersEndpoint(ConnectionFactory briefConnections, OperatorRecords records) {
    super(new ParkedMessageQueue(briefConnections, MessageNames.DEAD_LETTERS), records);
  }

  /**
   * Sends a dead letter back to the queue that it came from, and to no other: it is sent to the
   * queue by its full name, so that no divert whose filter names addresses copies it. Taking and
   * sending are one transaction.
   */
  @Override
  Optional<RedriveProblem> redrive(Connection bus, ParkedMessage parked) throws JMSException {
    if (parked.origin() == null) {
      return Optional.of(RedriveProblem.NO_ORIGIN);
    } else if (!parked.readable()) {
      return Optional.of(RedriveProblem.NO_COPY);
    }
    try (Session session = bus.createSession(true, Session.SESSION_TRANSACTED)) {
      if (!exists(session, parked.origin())) {
        return Optional.of(RedriveProblem.NO_QUEUE);
      }
      Optional<Message> taken = queue().take(session, parked);
      if (taken.isEmpty()) {
        return Optional.of(RedriveProblem.OUT_OF_REACH);
      }
      session
          .createProducer(ActiveMQDestination.createQueue(parked.origin()))
          .send(copy(session, taken.get(), parked));
      session.commit();
      return Optional.empty();
    }
  }

  /**
   * Whether a queue exists: the broker accepts and drops what is sent to a queue that does not. The
   * query needs no permission to read the queue.
   */
  private static boolean exists(Session session, String origin) throws JMSException {
    SimpleString name = SimpleString.of(origin);
    try {
      QueueQuery queue = ((ActiveMQSession) session).getCoreSession().queueQuery(name);
      return queue.isExists()
          && queue.getAddress().equals(CompositeAddress.extractAddressName(name));
    } catch (ActiveMQException e) {
      JMSException failure = new JMSException("The broker did not say whether a queue exists");
      failure.initCause(e);
      throw failure;
    }
  }

  /**
   * The original event, without its duplicate id, because of which the broker would drop the event,
   * and without the properties that delivery added when it gave up.
   */
  private static Message copy(Session session, Message message, ParkedMessage parked)
      throws JMSException {
    Message copy = body(session, message);
    for (String name : ParkedMessage.properties(message)) {
      boolean ofDelivery = parked.deliveredByUs() && name.equals(REASON);
      if (COPIED.contains(name) || name.startsWith(MessageNames.ATTRIBUTE) && !ofDelivery) {
        copy.setObjectProperty(name, message.getObjectProperty(name));
      }
    }
    return copy;
  }

  private static Message body(Session session, Message message) throws JMSException {
    if (message instanceof TextMessage text) {
      return session.createTextMessage(text.getText());
    }
    BytesMessage copy = session.createBytesMessage();
    copy.writeBytes(ParkedMessage.bytes((BytesMessage) message));
    return copy;
  }
}
