package io.gatehouse.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.JsonNodeDeserializer;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * Jackson's tree of a JSON text in UTF-8, except that long strings stay in the source bytes.
 * Jackson decides what is well formed, and what a value is.
 */
final class JsonTree extends JsonDeserializer<JsonNode> {

  private static final JsonDeserializer<? extends JsonNode> SCALARS =
      JsonNodeDeserializer.getDeserializer(JsonNode.class);

  @Override
  public JsonNode deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, context);
      case START_ARRAY -> array(parser, context);
      case VALUE_STRING ->
          ((Utf8Parser) parser).isLong()
              ? ((Utf8Parser) parser).longText()
              : context.getNodeFactory().textNode(parser.getText());
      case VALUE_NULL -> context.getNodeFactory().nullNode();
      default -> scalar(parser, context);
    };
  }

  /** A scalar. Jackson parses numbers with extreme exponents, which Java's BigDecimal rejects. */
  private static JsonNode scalar(JsonParser parser, DeserializationContext context)
      throws IOException {
    try {
      return SCALARS.deserialize(parser, context);
    } catch (NumberFormatException e) {
      throw JsonMappingException.from(parser, "An exponent is beyond all measure");
    }
  }

  /** An object. Of members with the same name, the last one counts. */
  private ObjectNode object(JsonParser parser, DeserializationContext context) throws IOException {
    ObjectNode object = context.getNodeFactory().objectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      object.set(name, deserialize(parser, context));
    }
    return object;
  }

  private ArrayNode array(JsonParser parser, DeserializationContext context) throws IOException {
    ArrayNode array = context.getNodeFactory().arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(deserialize(parser, context));
    }
    return array;
  }

  @Override
  public JsonNode getNullValue(DeserializationContext context) {
    return context.getNodeFactory().nullNode();
  }

  /** Parses UTF-8 only: Jackson would take bytes with zeros in between for UTF-16. */
  static final class Factory extends JsonFactory {

    private static final long serialVersionUID = 1L;

    Factory(JsonFactoryBuilder settings) {
      super(settings);
    }

    @Override
    protected JsonParser _createParser(byte[] json, int offset, int length, IOContext context) {
      return new Utf8Parser(
          context,
          _parserFeatures,
          _objectCodec,
          _byteSymbolCanonicalizer.makeChild(_factoryFeatures),
          json,
          offset,
          offset + length);
    }
  }

  /** Knows the position of a string that it has not parsed yet. */
  private static final class Utf8Parser extends UTF8StreamJsonParser {

    private int closing;
    private boolean escaped;

    Utf8Parser(
        IOContext context,
        int features,
        ObjectCodec codec,
        ByteQuadsCanonicalizer names,
        byte[] json,
        int start,
        int end) {
      super(context, features, null, codec, names, json, start, end, 0, false);
    }

    /**
     * Whether the current string is so long that it stays in the bytes; the next token skips it.
     */
    boolean isLong() {
      if (_inputEnd - _inputPtr <= JsonSize.LONG_TEXT) {
        return false;
      }
      escaped = false;
      for (closing = _inputPtr; closing < _inputEnd && _inputBuffer[closing] != '"'; closing++) {
        if (_inputBuffer[closing] == '\\') {
          escaped = true;
          closing++;
        }
      }
      return closing < _inputEnd && closing - _inputPtr >= JsonSize.LONG_TEXT;
    }

    LongText longText() {
      return new LongText(_inputBuffer, _inputPtr - 1, closing, escaped);
    }
  }
}
