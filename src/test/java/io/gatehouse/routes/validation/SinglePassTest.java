package io.gatehouse.routes.validation;

import static org.assertj.core.api.Assertions.assertThat;

import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.javacc.ExpressionParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinglePassTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        ".a.b",
        ".a?.b?",
        ".[\"a-b\"]",
        ".a[.b]",
        ".a[1:3]",
        ".a // .b // \"none\"",
        ".a == 1 and (.b != null or .c < 2.5)",
        "if .a == \"x\" then .b elif .c then {d: .e} else null end",
        "{\"created\": \"kyc.identity.started\", \"x\": 1}[.event] // \"kyc.unclassified.received\"",
        "[.a] | .[0] | {(.b): $c}",
      })
  void aPartThatRepeatsNothingIsOne(String program) throws JsonQueryException {
    assertThat(SinglePass.is(parsed(program))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".[]",
        ".a[]?",
        "..",
        "1, 2",
        "[.a, .b]",
        "{a: (1, 2)}",
        ".a | tostring",
        ".a == (.b | length)",
        "if .a then .b[] else 1 end",
        "reduce . as $x (0; 1)",
        "def f: f; f",
        ".a + .b",
        "2 * .a",
        "-(.a)",
        ".a |= 1",
        "\"\\(.a)\"",
        "@base64 \"\\(.a)\"",
        "try .a catch 1",
        "label $out | break $out",
      })
  void aPartThatMayRepeatOrGrowIsNone(String program) throws JsonQueryException {
    assertThat(SinglePass.is(parsed(program))).isFalse();
  }

  private static Expression parsed(String program) throws JsonQueryException {
    return ExpressionParser.compile(program, Versions.JQ_1_7);
  }
}
