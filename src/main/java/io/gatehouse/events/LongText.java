package io.gatehouse.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A string of an event that stays in the event's bytes until it is needed. Vendors send files of
 * many megabytes that no route reads.
 */
final class LongText extends ValueNode {

  private static final long serialVersionUID = 1L;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private final transient byte[] json;
  private final int quote;
  private final int end;
  private final boolean escaped;

  /**
   * A string.
   *
   * @param json in UTF-8, well-formed from the quote to the end
   * @param quote position of its opening quote
   * @param end position of its closing quote
   * @param escaped whether it contains a backslash
   */
  LongText(byte[] json, int quote, int end, boolean escaped) {
    this.json = json;
    this.quote = quote;
    this.end = end;
    this.escaped = escaped;
  }

  /**
   * Its length in bytes; each character has at least one and at most six of them. Other texts have
   * no size.
   */
  @Override
  public int size() {
    return end - quote - 1;
  }

  /** Passes on the bytes between the quotes. */
  void writtenTo(Consumer<ByteBuffer> bytes) {
    bytes.accept(ByteBuffer.wrap(json, quote + 1, end - quote - 1));
  }

  @Override
  public String asText() {
    if (!escaped) {
      return new String(json, quote + 1, end - quote - 1, StandardCharsets.UTF_8);
    }
    try (JsonParser parser = JSON.createParser(json, quote, end + 1 - quote)) {
      parser.nextToken();
      return parser.getText();
    } catch (IOException e) {
      throw new UncheckedIOException("It was read without an error before", e);
    }
  }

  @Override
  public String textValue() {
    return asText();
  }

  @Override
  public JsonNodeType getNodeType() {
    return JsonNodeType.STRING;
  }

  @Override
  public JsonToken asToken() {
    return JsonToken.VALUE_STRING;
  }

  @Override
  public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
    generator.writeString(asText());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ValueNode node
        && node.isTextual()
        && Objects.equals(node.textValue(), textValue());
  }

  @Override
  public int hashCode() {
    return asText().hashCode();
  }
}
