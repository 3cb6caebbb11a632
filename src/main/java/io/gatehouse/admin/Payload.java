package io.gatehouse.admin;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.util.Base64;
import java.util.Map;

/** The payload of a message, for an operator who has requested it. */
final class Payload {

  private Payload() {}

  /** Text unchanged, bytes in base64. */
  static Map<String, Object> of(Message message) throws JMSException {
    if (message instanceof TextMessage text) {
      return Map.of("payload", text.getText(), "encoding", "text");
    } else if (message instanceof BytesMessage bytes) {
      return Map.of(
          "payload", Base64.getEncoder().encodeToString(bytes(bytes)), "encoding", "base64");
    }
    return Map.of();
  }

  static byte[] bytes(BytesMessage message) throws JMSException {
    byte[] bytes = new byte[Math.toIntExact(message.getBodyLength())];
    message.readBytes(bytes);
    return bytes;
  }
}
