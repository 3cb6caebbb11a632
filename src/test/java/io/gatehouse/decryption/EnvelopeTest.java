package io.gatehouse.decryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      value = {
        "{\"data\":\"abc\"}                     | abc |",
        "{\"data\":\"abc\",\"iv\":\"def\"}      | abc | def",
        "{\"iv\":\"def\",\"data\":\"abc\"}      | abc | def",
        "{ \"data\" : \"abc\" }                 | abc |",
        "{\"d\\u0061ta\":\"abc\"}               | abc |",
        "{\"data\":\"a\\/c\"}                   | a/c |",
      })
  void anObjectOfDataAndPerhapsIvIsAnEnvelope(String json, String data, String iv) {
    assertThat(read(json)).hasValue(envelope(data, iv));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "1",
        "\"data\"",
        "[]",
        "{}",
        "{\"iv\":\"def\"}",
        "{\"Data\":\"abc\"}",
        "{\"data\":null}",
        "{\"data\":1}",
        "{\"data\":true}",
        "{\"data\":[\"abc\"]}",
        "{\"data\":{\"data\":\"abc\"}}",
        "{\"data\":\"abc\",\"mode\":\"ECB\"}",
        "{\"data\":\"abc\",\"key_id\":\"2\"}",
        "{\"webhook_trigger\":\"updated\",\"data\":{\"update\":[]}}",
        "{\"data\":\"abc\"",
        "{\"data\":\"abc\"}}",
        "{\"data\":\"abc\"} {}",
        "{\"data\":\"abc\"}x",
        "{\"data\":\"abc\",}",
        "{data:\"abc\"}",
        "{'data':'abc'}",
        "[{\"data\":\"abc\"}]",
      })
  void anythingElseIsAPlainBody(String body) {
    assertThat(read(body)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "true", "[\"abc\"]", "{\"data\":\"abc\"}"})
  void anIvThatIsNoTextIsNoneInAnEnvelopeAllTheSame(String iv) {
    assertThat(read("{\"data\":\"abc\",\"iv\":" + iv + "}")).contains(envelope("abc", null));
  }

  @Property
  void whateverTextIsInAnEnvelopeIsReadBack(@ForAll @AlphaChars String data, @ForAll String iv)
      throws JsonProcessingException {
    String json = JSON.writeValueAsString(Map.of("data", data, "iv", iv));

    assertThat(read(json)).map(Envelope::data).hasValue(ByteBuffer.wrap(utf8(data)));
  }

  @Property
  void anotherMemberMakesItAPlainBody(
      @ForAll @AlphaChars @StringLength(min = 5, max = 20) String name)
      throws JsonProcessingException {
    String json = JSON.writeValueAsString(Map.of("data", "abc", name, "x"));

    assertThat(read(json)).isEmpty();
  }

  @Property
  void noBytesMakeReadingFail(@ForAll byte[] body) {
    assertThat(Envelope.read(body, bytes -> {})).isEmpty();
  }

  @Test
  void whatIsInTheBodyIsNotCopied() {
    byte[] body = utf8("{\"iv\":\"def\",\"data\":\"abc\"}");
    AtomicLong memory = new AtomicLong();

    Envelope envelope = Envelope.read(body, memory::addAndGet).orElseThrow();

    assertThat(envelope.data().array()).isSameAs(body);
    assertThat(memory).hasValue(0);
  }

  @Test
  void memoryIsAskedForBeforeEscapesAreReplaced() {
    byte[] body = utf8("{\"data\":\"" + "abc\\/".repeat(1000) + "\"}");

    assertThatThrownBy(
            () ->
                Envelope.read(
                    body,
                    bytes -> {
                      throw new IllegalStateException("It would be " + bytes);
                    }))
        .hasMessage("It would be " + 5 * (body.length - "{\"data\":".length()));
  }

  private static Optional<Envelope> read(String json) {
    return Envelope.read(utf8(json), bytes -> {});
  }

  private static Envelope envelope(String data, String iv) {
    return new Envelope(ByteBuffer.wrap(utf8(data)), iv == null ? null : ByteBuffer.wrap(utf8(iv)));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
