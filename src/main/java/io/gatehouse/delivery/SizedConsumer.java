package io.gatehouse.delivery;

import io.gatehouse.webhook.BodyMemoryLimiter;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
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

  /**
   * A text message that is read piece by piece into UTF-8. Artemis's own class keeps a large text
   * four times in memory, each time with two bytes for each character.
   */
  static final class StreamedText extends ActiveMQTextMessage {

    private final ClientLargeMessageImpl large;
    private byte[] utf8;

    StreamedText(ClientLargeMessageImpl message) {
      super(message, null);
      this.large = message;
    }

    /** Reads the body, which the broker does not deliver any more once it is acknowledged. */
    @Override
    public void doBeforeReceive() throws ActiveMQException {
      int characters = (int) (large.getLargeMessageSize() / Character.BYTES);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(characters);
      try (Transcoder transcoder = new Transcoder(bytes)) {
        large.saveToOutputStream(transcoder);
      } catch (IOException e) {
        throw new UncheckedIOException("A writer into memory does not fail", e);
      }
      utf8 = bytes.toByteArray();
    }

    /** The text in UTF-8. */
    byte[] utf8() {
      return utf8;
    }

    @Override
    public String getText() {
      return new String(utf8, StandardCharsets.UTF_8);
    }

    /**
     * Reads the body in Artemis's format for text: a byte for its presence, its length in four
     * bytes, and two bytes for each character, the low one first.
     */
    private static final class Transcoder extends OutputStream {

      private static final int HEAD = 1 + Integer.BYTES;
      private static final int PIECE = 4096;

      private final Writer writer;
      private final char[] characters = new char[PIECE];
      private int filled;
      private int head = HEAD;
      private int low = -1;
      private boolean closed;

      Transcoder(OutputStream utf8) {
        this.writer = new OutputStreamWriter(utf8, StandardCharsets.UTF_8);
      }

      @Override
      public void write(int next) throws IOException {
        if (head > 0) {
          head--;
        } else if (low < 0) {
          low = next & 0xff;
        } else {
          characters[filled++] = (char) ((next & 0xff) << Byte.SIZE | low);
          low = -1;
          if (filled == PIECE) {
            pass();
          }
        }
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = 0; i < length; i++) {
          write(bytes[offset + i]);
        }
      }

      private void pass() throws IOException {
        writer.write(characters, 0, filled);
        filled = 0;
      }

      /** Does nothing special: Artemis closes it too. */
      @Override
      public void close() throws IOException {
        if (!closed) {
          closed = true;
          pass();
          writer.close();
        }
      }
    }
  }
}
