package io.gatehouse.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NaturalKeyTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Test
  void aDigestIs128BitsInHex() {
    assertThat(NaturalKey.digest("kompar", "[\"applications\";\"1\";]", ""))
        .matches("[0-9a-f]{32}")
        .isEqualTo(NaturalKey.digest("kompar", "[\"applications\";\"1\";]", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "ab|c,     a|bc",
    "a|b|,     a|b",
    "|a,       a|",
    "1:a|b,    1|a:b",
    "a1:b,     a|b",
    "a|1:b,    a|b",
    "'',       '|'",
  })
  void whereOnePartEndsCannotBeMistaken(String some, String others) {
    assertThat(NaturalKey.digest(some.split("\\|", -1)))
        .isNotEqualTo(NaturalKey.digest(others.split("\\|", -1)));
  }

  @Property
  void differentPartsHaveDifferentDigests(
      @ForAll @Size(max = 4) List<String> some, @ForAll @Size(max = 4) List<String> others) {
    Assume.that(!some.equals(others));

    assertThat(NaturalKey.digest(some.toArray(String[]::new)))
        .isNotEqualTo(NaturalKey.digest(others.toArray(String[]::new)));
  }

  @Property
  void movingTheBoundaryOfTwoPartsChangesTheDigest(@ForAll @Size(min = 1, max = 20) char[] text) {
    String whole = new String(text).replaceAll("[\ud800-\udfff]", "x");
    long different =
        IntStream.rangeClosed(0, whole.length())
            .mapToObj(at -> NaturalKey.digest(whole.substring(0, at), whole.substring(at)))
            .distinct()
            .count();

    assertThat(different).isEqualTo(whole.length() + 1L);
  }

  @Property(tries = 300)
  void theOrderOfMembersDoesNotMatter(@ForAll("objects") ObjectNode object) {
    assertThat(NaturalKey.canonical(reversed(object))).isEqualTo(NaturalKey.canonical(object));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      value = {
        "[1,2]                 | [2,1]",
        "[1,2]                 | [12]",
        "[1,2]                 | [[1,2]]",
        "[[1],2]               | [[1,2]]",
        "[]                    | [[]]",
        "[1]                   | [\"1\"]",
        "[null]                | [\"null\"]",
        "[null]                | []",
        "[true]                | [\"true\"]",
        "[\"a;\",\"b\"]        | [\"a\",\";b\"]",
        "[\"a\\\";\\\"b\"]     | [\"a\",\"b\"]",
        "{\"a\":\"b\"}         | {\"b\":\"a\"}",
        "{\"a\":1,\"b\":2}     | {\"a\":2,\"b\":1}",
        "{\"a\":\"1;1:b=2\"}   | {\"a\":1,\"b\":2}",
        "{\"a=\":1}            | {\"a\":1}",
        "{\"a\":null}          | {\"a\":\"\"}",
      })
  void differentValuesHaveDifferentTexts(String some, String other) throws JsonProcessingException {
    assertThat(canonical(some)).isNotEqualTo(canonical(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      value = {
        "[{}]                        | []",
        "[{\"a\":1},{\"b\":2}]       | [{\"a\":1,\"b\":2}]",
        "{\"a\":{\"b\":1},\"c\":2}   | {\"a\":{\"b\":1,\"c\":2}}",
      })
  void whereAnObjectEndsCannotBeMistaken(String some, String other) throws JsonProcessingException {
    assertThat(canonical(some)).isNotEqualTo(canonical(other));
  }

  private static String canonical(String json) throws JsonProcessingException {
    return NaturalKey.canonical(JSON.readTree(json));
  }

  private static JsonNode reversed(JsonNode node) {
    if (node.isArray()) {
      return NODES.arrayNode().addAll(stream(node).map(NaturalKeyTest::reversed).toList());
    }
    if (!node.isObject()) {
      return node;
    }
    List<Map.Entry<String, JsonNode>> members = new ArrayList<>(node.properties());
    Collections.reverse(members);
    ObjectNode object = NODES.objectNode();
    members.forEach(member -> object.set(member.getKey(), reversed(member.getValue())));
    return object;
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    List<JsonNode> elements = new ArrayList<>();
    array.forEach(elements::add);
    return elements.stream();
  }

  @Provide
  Arbitrary<ObjectNode> objects() {
    return objects(leaves(), 2);
  }

  private static Arbitrary<ObjectNode> objects(Arbitrary<JsonNode> values, int depth) {
    Arbitrary<ObjectNode> objects =
        Arbitraries.maps(Arbitraries.strings().ascii().ofMaxLength(6), values)
            .ofMaxSize(5)
            .map(
                members -> {
                  ObjectNode object = NODES.objectNode();
                  members.forEach(object::set);
                  return object;
                });
    return depth == 0
        ? objects
        : objects(
            Arbitraries.oneOf(Arrays.asList(values, objects.map(object -> (JsonNode) object))),
            depth - 1);
  }

  private static Arbitrary<JsonNode> leaves() {
    return Arbitraries.oneOf(
        Arrays.asList(
            Arbitraries.strings().ofMaxLength(8).map(NODES::textNode),
            Arbitraries.longs().map(number -> (JsonNode) NODES.numberNode(number)),
            Arbitraries.of(true, false).map(NODES::booleanNode),
            Arbitraries.just(NODES.nullNode())));
  }
}
