package io.gatehouse.decryption;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The JSON object around encrypted bodies: {@code {"data": "…"}}, and with some vendors {@code
 * "iv"}, and nothing else.
 *
 * @param data the encoded ciphertext in UTF-8, with an array that must not be changed
 * @param iv the encoded initialization vector; null if it precedes the ciphertext
 */
record Envelope(ByteBuffer data, ByteBuffer iv) {

  private static final JsonFactory JSON = new JsonFactory();

  /** The memory that Jackson uses for each byte of a string in which it has to replace escapes. */
  private static final int UNESCAPED = 5;

  /**
   * The envelope, if the body is one; anything else is a plain body. Its values are slices of the
   * body, unless there are escapes in them.
   *
   * @param memory receives the number of bytes about to be allocated
   */
  static Optional<Envelope> read(byte[] body, LongConsumer memory) {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      ByteBuffer data = null;
      ByteBuffer iv = null;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        boolean isText = parser.nextToken() == JsonToken.VALUE_STRING;
        if (isText && name.equals("data")) {
          data = text(parser, body, memory);
        } else if (name.equals("iv")) {
          iv = isText ? text(parser, body, memory) : null;
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

  /** The parser checks a string that nobody reads when it moves to the next token. */
  private static ByteBuffer text(JsonParser parser, byte[] body, LongConsumer memory)
      throws IOException {
    int quote = (int) parser.currentTokenLocation().getByteOffset();
    if (quote >= 0) {
      int end = quote + 1;
      while (end < body.length && body[end] != '"' && body[end] != '\\') {
        end++;
      }
      if (end < body.length && body[end] == '"') {
        return ByteBuffer.wrap(body, quote + 1, end - quote - 1);
      }
    }
    memory.accept((long) (body.length - Math.max(quote, 0)) * UNESCAPED);
    return ByteBuffer.wrap(parser.getText().getBytes(StandardCharsets.UTF_8));
  }
}
