package io.gatehouse.routes.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a program's output consists of its own constants, or may contain parts of the event. */
class ConstantJqTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"a\"",
        "1",
        "null",
        "true",
        "{\"a\": \"b\"}[.type]",
        "{a: \"b\"}[.type | tostring] // \"c\"",
        "[\"a\", \"b\"][.place]",
        "{\"a\": {\"b\": 1}}[.x][.y]?",
        "{\"a\": \"b\"}.a",
        "if .accepted then \"a\" elif .declined then \"b\" else \"c\" end",
        ".type as $t | {\"a\": \"b\"}[$t]",
        ".. | \"a\"",
        "(\"a\", \"b\")",
        "([])",
      })
  void aProgramChoosesAmongItsConstants(String program) {
    assertThat(ConstantJq.is(program)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        ".type",
        ".type // \"a\"",
        "\"a\" // .type",
        "{\"a\": .name}[.type]",
        "{(.name): 1}",
        "{name}",
        "{\"name\"}",
        ".name as $name | {$name}",
        "[.name]",
        "if .accepted then \"a\" end",
        "if .accepted then .name else \"a\" end",
        "\"a\", .name",
        "\"a \\(.name)\"",
        "@text \"a\\(.name)\"",
        "\"abcdefghijklmnopqrstuvwxyz\"[.from:.to]",
        "\"a\" + .name",
        "\"a\" * .count",
        "\"a\" | . + \"b\"",
        "def f: .name; f",
        "$ENV",
        "env",
        "now",
        "no jq",
      })
  void aProgramMayPutOutAPartOfTheEvent(String program) {
    assertThat(ConstantJq.is(program)).isFalse();
  }
}
