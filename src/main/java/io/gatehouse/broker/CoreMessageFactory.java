package io.gatehouse.broker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.persistence.impl.journal.LargeServerMessageImpl;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.reader.MessageUtil;
import org.apache.activemq.artemis.reader.TextMessageUtil;
import org.apache.activemq.artemis.utils.DataConstants;
import org.apache.activemq.artemis.utils.UUIDGenerator;

/** Builds messages as Artemis's JMS client does, but without a client. */
final class CoreMessageFactory {

  /**
   * How many characters or bytes of a large body are in memory at a time in the broker's format.
   */
  private static final int PIECE = 32 * 1024;

  private CoreMessageFactory() {}

  /**
   * Builds a message that the journal can store. If it does not fit into one record, its body is
   * written here to a file of its own.
   */
  static Message of(OutgoingMessage outgoing, StorageManager storage) throws Exception {
    int mostBytes = outgoing.mostBytes();
    if (mostBytes < storage.getMaxRecordSize() / 2) {
      // Asking for its size would encode it, and the broker would then encode it again without the
      // duplicate id that it removes.
      return whole(outgoing, storage, mostBytes);
    }
    return mostBytes < 2 * storage.getMaxRecordSize()
        ? LargeServerMessageImpl.checkLargeMessage(whole(outgoing, storage, mostBytes), storage)
        : inPieces(outgoing, storage);
  }

  private static CoreMessage whole(
      OutgoingMessage outgoing, StorageManager storage, int mostBytes) {
    CoreMessage message = withoutBody(outgoing, storage, mostBytes);
    if (outgoing.body() instanceof byte[] bytes) {
      message.getBodyBuffer().writeBytes(bytes);
    } else {
      SimpleString text = SimpleString.of(outgoing.text());
      TextMessageUtil.writeBodyText(message.getBodyBuffer(), text);
    }
    return message;
  }

  private static CoreMessage withoutBody(
      OutgoingMessage outgoing, StorageManager storage, int mostBytes) {
    CoreMessage message = new CoreMessage(storage.generateID(), mostBytes);
    message.setAddress(outgoing.queue());
    message.setRoutingType(RoutingType.ANYCAST);
    message.setDurable(true);
    message.setPriority((byte) jakarta.jms.Message.DEFAULT_PRIORITY);
    message.setUserID(UUIDGenerator.getInstance().generateUUID());
    message.setTimestamp(System.currentTimeMillis());
    message.setType(outgoing.body() instanceof byte[] ? Message.BYTES_TYPE : Message.TEXT_TYPE);
    if (!outgoing.timeToLive().isZero()) {
      message.setExpiration(message.getTimestamp() + outgoing.timeToLive().toMillis());
    }
    for (Map.Entry<String, Object> property : outgoing.properties().entrySet()) {
      MessageUtil.setObjectProperty(message, property.getKey(), property.getValue());
    }
    return message;
  }

  private static Message inPieces(OutgoingMessage outgoing, StorageManager storage)
      throws Exception {
    CoreMessage headers = withoutBody(outgoing, storage, PIECE);
    LargeServerMessage message = storage.createCoreLargeMessage(headers.getMessageID(), headers);
    try {
      long size =
          outgoing.body() instanceof byte[] bytes
              ? writeBytes(bytes, message)
              : writeText(outgoing, message);
      message.toMessage().putLongProperty(Message.HDR_LARGE_BODY_SIZE, size);
      message.releaseResources(true, true);
      return message.toMessage();
    } catch (Exception e) {
      message.deleteFile();
      throw e;
    }
  }

  private static long writeBytes(byte[] bytes, LargeServerMessage message) throws Exception {
    for (int at = 0; at < bytes.length; at += PIECE) {
      message.addBytes(Arrays.copyOfRange(bytes, at, Math.min(at + PIECE, bytes.length)));
    }
    return bytes.length;
  }

  /**
   * Writes the text as {@link TextMessageUtil} does: present, its length in bytes, its characters.
   */
  private static long writeText(OutgoingMessage outgoing, LargeServerMessage message)
      throws Exception {
    Utf8Text text =
        outgoing.body() instanceof Utf8Text utf8
            ? utf8
            : new Utf8Text(outgoing.text().getBytes(StandardCharsets.UTF_8));
    int bytes = text.length() * Character.BYTES;
    message.addBytes(
        ByteBuffer.allocate(1 + Integer.BYTES).put(DataConstants.NOT_NULL).putInt(bytes).array());
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer left = ByteBuffer.wrap(text.bytes());
    CharBuffer characters = CharBuffer.allocate(PIECE);
    while (left.hasRemaining()) {
      CoderResult result = decoder.decode(left, characters, true);
      if (result.isError()) {
        result.throwException();
      }
      characters.flip();
      ByteBuffer piece =
          ByteBuffer.allocate(characters.remaining() * Character.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN);
      piece.asCharBuffer().put(characters);
      message.addBytes(piece.array());
      characters.clear();
    }
    return 1L + Integer.BYTES + bytes;
  }
}
