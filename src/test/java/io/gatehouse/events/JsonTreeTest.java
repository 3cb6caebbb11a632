package io.gatehouse.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatehouse.gateway.GrowingJson;
import io.gatehouse.gateway.GrowingJson.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An event's tree equals Jackson's, whether or not strings in it stay in the bytes. */
class JsonTreeTest {

  private static final ObjectMapper OURS = new JsonReading().exact();
  private static final ObjectMapper JACKSONS =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final String LONG = "s".repeat(JsonSize.LONG_TEXT);

  static List<Shape> shapes() {
    return GrowingJson.all();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aTreeIsTheSameAsJacksons(Shape shape) throws IOException {
    String json = "{\"a\":1" + new String(shape.tail(100_000), StandardCharsets.UTF_8);

    assertThat(tree(json).toString()).isEqualTo(JACKSONS.readTree(json).toString());
  }

  @Property(tries = 200)
  void aStringOfAnyLengthAndKindIsTheSame(@ForAll("texts") String text)
      throws JsonProcessingException {
    String json = JACKSONS.writeValueAsString(List.of(text, 1, text));

    JsonNode tree = tree(json);

    assertThat(tree).hasSize(3);
    assertThat(tree.get(0).asText()).isEqualTo(text);
    assertThat(tree.get(2).textValue()).isEqualTo(text);
    assertThat(tree.toString()).isEqualTo(JACKSONS.readTree(json).toString());
  }

  @Property(tries = 50)
  void jqFindsTheSameInIt(@ForAll("texts") String text) throws JsonQueryException, IOException {
    String json = JACKSONS.writeValueAsString(new String[][] {{text, "x"}, {text}, {}});
    for (String program :
        List.of(
            ".[0][0] == .[1][0]",
            ".[0][0] == .[0][1]",
            ".[0] | sort",
            "[.[][]] | unique | length",
            ".[0][0] | length, type, utf8bytelength",
            ".[0][0] + .[0][1]",
            ".[0][0][1:3]",
            ".[0] | index(\"x\")",
            "[.. | strings] | map(test(\"s\"))",
            ".[0] - .[1]",
            "[.[][] | ascii_downcase]",
            "{(.[0][0]): 1}",
            "tojson | fromjson")) {
      assertThat(jq(program, tree(json))).isEqualTo(jq(program, JACKSONS.readTree(json)));
    }
  }

  @Provide
  static Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "s", "ö", "한", "🙂", "\"", "\\", "/", "\n", "\u0000", "\u001f", "\u007f", " ");
    return pieces
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(list -> String.join("", list))
        .flatMap(text -> Arbitraries.integers().between(0, 3000).map(text::repeat));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0000", "\t", "\n", "\u001f", "\\x", "\\", "\\u12", "\\u12g4", "\\'", "\"", "\"s\"",
        "\\\\\""
      })
  void aLongStringIsReadAsStrictlyAsAnyOther(String wrong) {
    for (String json :
        List.of("[\"" + LONG + wrong + "\"]", "[\"" + wrong + LONG + "\"]", "[\"" + LONG + wrong)) {
      assertThatThrownBy(() -> tree(json)).isInstanceOf(JacksonException.class);
    }
  }

  @Test
  void onlyLongStringsAreLeftInTheBytes() throws JsonProcessingException {
    JsonNode tree = tree("[\"" + LONG + "\",\"" + LONG.substring(1) + "\",\"s\"]");

    assertThat(tree.get(0)).isInstanceOf(LongText.class);
    assertThat(tree.get(1)).isNotInstanceOf(LongText.class);
    assertThat(tree.get(2)).isNotInstanceOf(LongText.class);
  }

  @Test
  void bytesThatLookLikeUtf16AreNotTakenForIt() {
    byte[] json = "{\"a\":1}".getBytes(StandardCharsets.UTF_16BE);

    assertThatThrownBy(() -> OURS.readValue(json, JsonNode.class))
        .isInstanceOf(JacksonException.class);
  }

  private static List<String> jq(String program, JsonNode input) throws JsonQueryException {
    Scope scope = Scope.newEmptyScope();
    BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_7, scope);
    List<String> outputs = new ArrayList<>();
    try {
      JsonQuery.compile(program, Versions.JQ_1_7)
          .apply(scope, input, output -> outputs.add(output.toString()));
    } catch (JsonQueryException e) {
      outputs.add(e.getMessage());
    }
    return outputs;
  }

  private static JsonNode tree(String json) throws JsonProcessingException {
    try {
      return OURS.readValue(json.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
