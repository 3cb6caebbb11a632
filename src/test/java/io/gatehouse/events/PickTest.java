package io.gatehouse.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PickTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CamelContext CAMEL = new DefaultCamelContext();

  @BeforeAll
  static void start() {
    CAMEL.start();
  }

  @AfterAll
  static void stop() {
    CAMEL.stop();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '\u0000',
      value = {
        // expression                    ! event                              ! picked
        ".id                             ! {\"id\":\"a-1\"}                   ! a-1",
        ".id                             ! {\"id\":7}                         ! 7",
        ".id                             ! {\"id\":12345678901234567890123}   ! 12345678901234567890123",
        ".id                             ! {\"id\":false}                     ! false",
        ".a.b                            ! {\"a\":{\"b\":\"x\"}}              ! x",
        ".a.b?                           ! {\"a\":{\"b\":\"x\"}}              ! x",
        ".a // .b                        ! {\"b\":\"x\"}                      ! x",
        ".a // .b                        ! {\"a\":null,\"b\":\"x\"}           ! x",
        ".a[1]                           ! {\"a\":[\"x\",\"y\"]}              ! y",
        ".id                             ! {}                                 !",
        ".id                             ! {\"id\":null}                      !",
        ".id                             ! {\"id\":\"\"}                      !",
        ".id                             ! {\"id\":\"  \"}                    !",
        ".id                             ! {\"id\":{}}                        !",
        ".id                             ! {\"id\":{\"id\":\"x\"}}            !",
        ".id                             ! {\"id\":[\"x\"]}                   !",
        ".id                             ! {\"ID\":\"x\"}                     !",
        ".a.b                            ! {\"a\":\"text\"}                   !",
        ".a.b                            ! {\"a\":[1]}                        !",
        ".a[0]                           ! {\"a\":{}}                         !",
        ".a | ascii_downcase             ! {\"a\":1}                          !",
        ".a | tonumber                   ! {\"a\":\"x\"}                      !",
        ".a | fromjson                   ! {\"a\":\"{\"}                      !",
        ".a + .b                         ! {\"a\":1,\"b\":\"x\"}              !",
        "empty                           ! {\"a\":1}                          !",
        "error                           ! {\"a\":1}                          !",
      })
  void anExpressionThatDoesNotFitPicksNothing(String expression, String event, String picked)
      throws JsonProcessingException {
    assertThat(Pick.of(CAMEL, expression).pick(carrying(JSON.readTree(event))).text())
        .isEqualTo(Optional.ofNullable(picked));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " "})
  void withoutAnExpressionNothingIsPicked(String expression) throws JsonProcessingException {
    Exchange exchange = carrying(JSON.readTree("{\"id\":1}"));

    assertThat(Pick.of(CAMEL, expression).pick(exchange).text()).isEmpty();
    assertThat(Pick.of(CAMEL, expression).pick(exchange).value()).isEmpty();
  }

  @Test
  void anExpressionThatIsNoneFailsWhenTheRouteIsBuilt() {
    assertThatThrownBy(() -> Pick.of(CAMEL, ".a |")).isInstanceOf(RuntimeException.class);
  }

  @ParameterizedTest
  @CsvSource({"1, true", "255, true", "256, true", "257, false", "100000, false"})
  void aTextOfMoreThan256CharactersIsNotPicked(int length, boolean picked) {
    assertThat(pickedFrom("x".repeat(length)).isPresent()).isEqualTo(picked);
  }

  @ParameterizedTest
  @CsvSource({"é, 256, true", "é, 257, false", "🙂, 256, true", "🙂, 257, false"})
  void aCharacterCountsOnceHoweverItIsWritten(String character, int length, boolean picked) {
    assertThat(pickedFrom(character.repeat(length)).isPresent()).isEqualTo(picked);
  }

  @ParameterizedTest
  @ValueSource(ints = {0xfdd0, 0xfdef, 0xfffe, 0xffff, 0x1fffe, 0x1ffff, 0x10fffe, 0x10ffff})
  void aTextWithWhatUnicodeHasNoCharacterForIsNotPicked(int codePoint) {
    assertThat(pickedFrom("a" + Character.toString(codePoint) + "b")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0xfdcf, 0xfdf0, 0xfffd, 0xe000, 0x10000, 0x1fffd, 0x20000, 0x10fffd})
  void itsNeighboursArePicked(int codePoint) {
    assertThat(pickedFrom("a" + Character.toString(codePoint) + "b")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 13, 27, 31, 127, 128, 133, 159})
  void aTextWithAControlCharacterIsNotPicked(int character) {
    assertThat(pickedFrom("a" + (char) character + "b")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"äöü", "株式会社", "🙂", "a b", "a\u00a0b", "=cmd()", "<b>", "' OR 1=1 --", "../.."})
  void anyOtherTextIsPickedAsItIs(String text) {
    assertThat(pickedFrom(text)).hasValue(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {0xd800, 0xdbff, 0xdc00, 0xdfff})
  void aTextThatIsNoUnicodeIsNotPicked(int surrogate) {
    assertThat(pickedFrom("a" + (char) surrogate + "b")).isEmpty();
  }

  @Test
  void aPickMayBeAnArrayOrAnObjectWhereJsonIsWanted() throws JsonProcessingException {
    Exchange exchange = carrying(JSON.readTree("{\"id\":1,\"type\":\"x\"}"));

    assertThat(Pick.of(CAMEL, "[.type, .id, .no]").pick(exchange).value())
        .hasValue(JSON.readTree("[\"x\",1,null]"));
    assertThat(Pick.of(CAMEL, "{id}").pick(exchange).value()).hasValue(JSON.readTree("{\"id\":1}"));
  }

  @Test
  void aPickLeavesTheEventAsItIs() throws JsonProcessingException {
    Exchange exchange = carrying(JSON.readTree("{\"a\":{\"b\":1}}"));

    Pick.of(CAMEL, ".a.b = 2 | .a.b").pick(exchange);

    assertThat(exchange.getMessage().getBody()).isEqualTo(JSON.readTree("{\"a\":{\"b\":1}}"));
    assertThat(exchange.getException()).isNull();
  }

  private static Optional<String> pickedFrom(String text) {
    JsonNode event = JsonNodeFactory.instance.objectNode().put("id", text);
    return Pick.of(CAMEL, ".id").pick(carrying(event)).text();
  }

  private static Exchange carrying(JsonNode event) {
    Exchange exchange = new DefaultExchange(CAMEL);
    exchange.getMessage().setBody(event);
    return exchange;
  }
}
