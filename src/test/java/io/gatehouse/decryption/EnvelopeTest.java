package io.gatehouse.decryption;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
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
    assertThat(Envelope.read(utf8(json))).hasValue(new Envelope(data, iv));
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
    assertThat(Envelope.read(utf8(body))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "true", "[\"abc\"]", "{\"data\":\"abc\"}"})
  void anIvThatIsNoTextIsNoneInAnEnvelopeAllTheSame(String iv) {
    assertThat(Envelope.read(utf8("{\"data\":\"abc\",\"iv\":" + iv + "}")))
        .contains(new Envelope("abc", null));
  }

  @Property
  void whateverTextIsInAnEnvelopeIsReadBack(@ForAll @AlphaChars String data, @ForAll String iv)
      throws JsonProcessingException {
    String json = JSON.writeValueAsString(Map.of("data", data, "iv", iv));

    assertThat(Envelope.read(utf8(json))).map(Envelope::data).hasValue(data);
  }

  @Property
  void anotherMemberMakesItAPlainBody(
      @ForAll @AlphaChars @StringLength(min = 5, max = 20) String name)
      throws JsonProcessingException {
    String json = JSON.writeValueAsString(Map.of("data", "abc", name, "x"));

    assertThat(Envelope.read(utf8(json))).isEmpty();
  }

  @Property
  void noBytesMakeReadingFail(@ForAll byte[] body) {
    assertThat(Envelope.read(body)).isEmpty();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
