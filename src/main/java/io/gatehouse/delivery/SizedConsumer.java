package io.gatehouse.delivery;

import io.gatehouse.webhook.BodyMemoryLimiter;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.client.impl.ClientLargeMessageImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.apache.activemq.artemis.jms.client.ActiveMQTextMessage;

/**
 * Consumes messages in a transacted session, as Artemis's own JMS consumer does, and reserves
 * memory for a large one before its body is read. The memory is given back when the next message is
 * requested: by then the event is delivered, or back in its queue. For one thread.
 */
final class SizedConsumer implements MessageConsumer {

  /**
   * The body in the queue has two bytes for each character; text and request have one, and each
   * exists twice.
   */
  private static final int SIZES_IN_MEMORY = 2;

  private final ClientConsumer consumer;
  private final BodyMemoryLimiter memory;
  private long taken;

  private SizedConsumer(ClientConsumer consumer, BodyMemoryLimiter memory) {
    this.consumer = consumer;
    this.memory = memory;
  }

  /** Creates a consumer of a queue. */
  static SizedConsumer of(ActiveMQSession session, String queue, BodyMemoryLimiter memory)
      throws JMSException {
    try {
      return new SizedConsumer(
          session.getCoreSession().createConsumer(SimpleString.of(queue)), memory);
    } catch (ActiveMQException e) {
      throw failure(e);
    }
  }

  @Override
  public Message receive(long timeout) throws JMSException {
    giveBack();
    try {
      return opened(consumer.receive(timeout));
    } catch (ActiveMQException e) {
      throw failure(e);
    }
  }

  @Override
  public Message receive() throws JMSException {
    return receive(0);
  }

  @Override
  public Message receiveNoWait() throws JMSException {
    giveBack();
    try {
      return opened(consumer.receiveImmediate());
    } catch (ActiveMQException e) {
      throw failure(e);
    }
  }

  private Message opened(ClientMessage message) throws ActiveMQException {
    if (message == null) {
      return null;
    }
    ActiveMQMessage opened =
        message instanceof ClientLargeMessageImpl large
            ? large(large)
            : ActiveMQMessage.createMessage(message, null);
    opened.doBeforeReceive();
    message.acknowledge();
    return opened;
  }

  /** A large message. Asking it for its body's size would read all of it. */
  private ActiveMQMessage large(ClientLargeMessageImpl message) throws ActiveMQException {
    reserve(message.getLargeMessageSize());
    return message.getType() == ActiveMQTextMessage.TYPE
        ? new StreamedText(message)
        : ActiveMQMessage.createMessage(message, null);
  }

  private void reserve(long bodySize) throws ActiveMQException {
    try {
      taken = memory.await(bodySize * SIZES_IN_MEMORY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ActiveMQException("The gateway ends");
    }
  }

  private void giveBack() {
    memory.giveBack(taken);
    taken = 0;
  }

  @Override
  public void close() throws JMSException {
    giveBack();
    try {
      consumer.close();
    } catch (ActiveMQException e) {
      throw failure(e);
    }
  }

  private static JMSException failure(ActiveMQException cause) {
    JMSException failure = new JMSException("The broker does not hand out messages");
    failure.initCause(cause);
    return failure;
  }

  @Override
  public String getMessageSelector() {
    return null;
  }

  @Override
  public MessageListener getMessageListener() {
    return null;
  }

  @Override
  public void setMessageListener(MessageListener listener) {
    throw new UnsupportedOperationException("Messages are asked for here");
  }
}
