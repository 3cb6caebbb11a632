package io.gatehouse.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.client.impl.ClientLargeMessageImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQTextMessage;

/**
 * A text message that is read piece by piece into UTF-8. Artemis's own class keeps a large text
 * four times in memory, each time with two bytes for each character.
 */
final class StreamedText extends ActiveMQTextMessage {

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
   * Reads the body in Artemis's format for text: a byte for its presence, its length in four bytes,
   * and two bytes for each character, the low one first.
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
