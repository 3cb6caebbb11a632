package io.gatehouse.events;

import io.gatehouse.webhook.BodyProcessor;
import io.gatehouse.webhook.UnreadableException;
import io.gatehouse.webhook.Webhook;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * The first half of the kamelet {@code read-json}: bytes into text. The text as the vendor wrote it
 * is kept for the bus; the message body becomes what is left for the JSON reader when a byte-order
 * mark is passed over.
 */
@Component("read-text")
public class ReadText extends BodyProcessor {

  /** The exchange property that holds the vendor's text, untouched. */
  public static final String TEXT = "gatehouse.text";

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  @Override
  protected boolean needsBody(Exchange exchange) {
    return !(exchange.getMessage().getBody() instanceof byte[]);
  }

  @Override
  protected void processReceived(Exchange exchange) {
    // Asked for a body of a type, Camel would try each of its hundreds of converters on none.
    Object opened = exchange.getMessage().getBody();
    String text = decode(opened instanceof byte[] bytes ? bytes : Webhook.of(exchange).body());
    exchange.setProperty(TEXT, text);
    boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    exchange.getMessage().setBody(marked ? text.substring(1) : text);
  }

  private static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new UnreadableException("not-utf-8");
    }
  }
}
