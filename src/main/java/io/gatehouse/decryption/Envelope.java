package io.gatehouse.decryption;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/**
 * The JSON object that encrypted bodies come in: {@code {"data": "…"}}, and with some vendors
 * {@code "iv"}, and nothing else.
 *
 * @param data the encoded ciphertext
 * @param iv the encoded initialization vector; null where the ciphertext begins with it
 */
record Envelope(String data, String iv) {

  private static final JsonFactory JSON = new JsonFactory();

  /** The envelope, if the body is one; anything else is a plain body. */
  static Optional<Envelope> read(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      String data = null;
      String iv = null;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        boolean isText = parser.nextToken() == JsonToken.VALUE_STRING;
        if (isText && name.equals("data")) {
          data = parser.getText();
        } else if (name.equals("iv")) {
          iv = isText ? parser.getText() : null;
          parser.skipChildren();
        } else {
          return Optional.empty();
        }
      }
      boolean whole = parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
      return whole && data != null ? Optional.of(new Envelope(data, iv)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
