package io.gatehouse.events;

import io.gatehouse.webhook.BodyProcessor;
import io.gatehouse.webhook.UnreadableException;
import io.gatehouse.webhook.Webhook;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * The first half of the kamelet {@code read-json}: makes sure that the bytes are UTF-8, and that
 * there is memory for what is made from them. The text as the vendor wrote it is kept for the bus;
 * the message body becomes the text without a byte-order mark, for the JSON reader.
 */
@Component("read-text")
public class ReadText extends BodyProcessor {

  /** A text with more tokens is not parsed: at 1 MB that is one for every four bytes. */
  static final int MOST_TOKENS = 250_000;

  /** A smaller text is not examined, and may use the maximum for each of its bytes. */
  private static final int SMALL = 16 * 1024;

  private static final int OF_A_SMALL_ONES_BYTE = 48;

  /** The memory, for each byte of the text, of a message that the broker keeps in its journal. */
  private static final int SENT = 6;

  /** A larger message is written in pieces. */
  private static final int MOST_SENT_AT_ONCE = 256 * 1024;

  private static final int PIECE = 8192;
  private static final byte[] BYTE_ORDER_MARK = "\uFEFF".getBytes(StandardCharsets.UTF_8);

  @Override
  protected boolean needsBody(Exchange exchange) {
    return !(exchange.getMessage().getBody() instanceof byte[]);
  }

  @Override
  protected void processReceived(Exchange exchange) {
    Webhook webhook = Webhook.of(exchange);
    // If asked for a body of a type, Camel would try each of its hundreds of converters on null.
    Object opened = exchange.getMessage().getBody();
    byte[] text = opened instanceof byte[] bytes ? bytes : webhook.body();
    requireUtf8(text);
    webhook.reserve(toRead(text) + toSend(text));
    webhook.setText(text);
    exchange.getMessage().setBody(withoutMark(text));
  }

  private static long toRead(byte[] text) {
    if (text.length <= SMALL) {
      return (long) text.length * OF_A_SMALL_ONES_BYTE;
    }
    JsonSize size = JsonSize.of(text);
    if (size.tokens() > MOST_TOKENS) {
      throw new UnreadableException("too-dense");
    }
    return size.bytes();
  }

  private static long toSend(byte[] text) {
    return (long) Math.min(text.length, MOST_SENT_AT_ONCE) * SENT;
  }

  /** Decodes the text piece by piece, since its characters would use twice its size. */
  private static void requireUtf8(byte[] text) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer piece = CharBuffer.allocate(Math.min(text.length + 1, PIECE));
    ByteBuffer left = ByteBuffer.wrap(text);
    CoderResult result;
    do {
      piece.clear();
      result = decoder.decode(left, piece, true);
    } while (result.isOverflow());
    if (result.isError()) {
      throw new UnreadableException("not-utf-8");
    }
  }

  private static byte[] withoutMark(byte[] text) {
    int mark = BYTE_ORDER_MARK.length;
    boolean marked = text.length >= mark && Arrays.equals(text, 0, mark, BYTE_ORDER_MARK, 0, mark);
    return marked ? Arrays.copyOfRange(text, mark, text.length) : text;
  }
}
