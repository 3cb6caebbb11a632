package io.gatehouse.routes.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatehouse.webhook.UnreadableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.module.loaders.BuiltinModuleLoader;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any jq program in a route file ends soon, and uses little memory, for any input. */
class BoundedJqTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CamelContext CAMEL = new DefaultCamelContext();
  private static final Duration SOON = Duration.ofSeconds(5);

  @BeforeAll
  static void start() {
    CAMEL.getRegistry().bind("jq", new StrictJq());
    CAMEL.start();
  }

  @AfterAll
  static void stop() {
    CAMEL.stop();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[range(1e12)]",
        "last(range(1e12))",
        "range(1e12)",
        "reduce range(1e12) as $i (0; . + $i)",
        "first(range(1e12) | select(. < 0))",
        "try [range(1e12)] catch 0",
        "[range(1e12)]? // 0",
        "[.a[] as $x | .a[] as $y | .a[] | [$x, $y, .]] | length",
        "[.a[], .a[] | .. | ..] | [.[] as $x | .[] | [$x, .]] | length",
        "[.a, .a, .a] | combinations(9)",
        "\"x\" * 1e9",
        "1e9 * \"x\"",
        "reduce range(99) as $i (\"x\"; . + .)",
        "reduce range(99) as $i ([1]; . + .)",
        "reduce range(99) as $i (\"x\"; . * 2)",
        "reduce range(99) as $i (\"x\"; \"\\(.)\\(.)\")",
        "reduce range(99) as $i (\"x\"; [., .] | join(\"\"))",
        "def f: f; f",
        "def f: 1 + f; f",
        "def f: 1, f; last(f)",
        "def f($n): if $n > 0 then f($n - 1), f($n - 1) else $n end; [f(60)]",
        "def f($n): if $n > 0 then f($n - 1), f($n - 1) else empty end; f(60)",
        "def repeat(f): def _r: ., (f | _r); _r; [limit(1e9; 1 | repeat(.))]",
        "[limit(1e9; range(1e12))]",
        "0 | until(false; . + 1)",
        "[0 | while(true; . + 1)]",
        "[0 | recurse(. + 1)] | length",
        "[.a | .. | ..] | [.[] | .. , ..] | [.[] as $x | .[] | .]",
        ".a |= [.[] as $x | .[] | [$x, .]]",
        "[paths as $p | paths as $q | paths] | length",
        "walk(if type == \"array\" then [.[] as $x | .[] | .] else . end)",
      })
  void aProgramWithoutAnEndIsEndedForIt(String program) {
    long before = System.nanoTime();

    assertThatThrownBy(() -> evaluate(program, event(2000)))
        .isInstanceOfSatisfying(
            UnreadableException.class, e -> assertThat(e.reason()).isEqualTo("jq-limit"));

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SOON);
  }

  /** Untrusted text of the size of a body, before a careless step. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ".blanks | trim",
        ".blanks | ltrim",
        ".blanks | rtrim",
        ".as | trimstr(\"a\")",
        ".as | sub(\"b$\"; \"\")",
        ".as | sub(\"^a+\"; \"\")",
        ".as | startswith(\"a\" * 500000)",
        ".as | .[1:]",
        ".as | split(\"a\" * 1000) | length",
      })
  void aLongTextIsReadInOnePass(String program) {
    long before = System.nanoTime();

    assertThat(evaluate(program, texts())).isNotNull();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SOON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".blanks | sub(\"\\\\s+$\"; \"\")",
        ".as | test(\"a+b\")",
        ".as | [match(\"(a+)+b\"; \"g\")]",
        ".as | gsub(\"b*\"; \"c\")",
        ".as | index(\"a\" * 500000 + \"b\")",
        ".as | rindex(\"a\" * 500000)",
        ".as | indices(\"a\" * 500000)",
        ".as | contains(\"a\" * 500000 + \"b\")",
        "[.as] | contains([.[0][1:] + \"b\"])",
        ".as | split(\"a\" * 500000 + \"b\")",
        ".as / (\"a\" * 500000 + \"b\")",
        "[range(90000)] | contains([range(90000) + 1])",
        "[range(90000) | 0] | index([range(45000) | 0] + [1])",
        "setpath([\"x\", 1000000000]; 1)",
        ".x[1000000000] = 1",
        ".x[1000000000] |= 1",
        "[range(90000)] | delpaths([range(45000) | [.]])",
      })
  void aTextThatWouldBeReadAgainAndAgainIsLeft(String program) {
    long before = System.nanoTime();

    assertThatThrownBy(() -> evaluate(program, texts()))
        .isInstanceOfSatisfying(
            UnreadableException.class, e -> assertThat(e.reason()).isEqualTo("jq-limit"));

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SOON);
  }

  private static JsonNode texts() {
    int length = 1_000_000;
    return JsonNodeFactory.instance
        .objectNode()
        .put("blanks", "x" + " ".repeat(length) + "x")
        .put("as", "a".repeat(length));
  }

  @ParameterizedTest
  @ValueSource(strings = {"def h: hostname; h", "def h: hostname(\"x\"); h", "def e: env; e"})
  void aProgramDoesNotLookAroundOnTheMachine(String program) {
    assertThatThrownBy(() -> evaluate(program, event(1))).hasStackTraceContaining("cannot be used");
  }

  @Test
  void aConditionIsBoundedAsWell() {
    Predicate endless = CAMEL.resolveLanguage("jq").createPredicate("last(range(1e12)) == 1");

    assertThatThrownBy(() -> endless.matches(carrying(event(1))))
        .isInstanceOf(UnreadableException.class);
  }

  @Test
  void eachEvaluationHasBoundsOfItsOwn() {
    for (int i = 0; i < 20; i++) {
      assertThat(evaluate("[range(40000)] | length", event(1)).asInt()).isEqualTo(40_000);
    }
  }

  @Test
  void programsSideBySideDoNotCountForEachOther() {
    assertThat(
            Stream.generate(() -> "[range(40000)] | length")
                .limit(100)
                .parallel()
                .map(program -> evaluate(program, event(1)).asInt()))
        .containsOnly(40_000);
  }

  static Stream<String> programs() {
    return Stream.of(
        ".",
        ".a",
        ".a[1]",
        ".a[]",
        ".a[1:3]",
        ".b.c // .d",
        ".d.e? // \"none\"",
        "[.a[] | . + 1]",
        "{a, x: .d, (.d): 1, \"y\": .b.c}",
        ".a | map(select(. > 1)) | length",
        "[.a[] as $x | .a[] as $y | $x * $y]",
        ". as {a: [$x, $y], $d} | [$x, $y, $d]",
        "reduce .a[] as $x (0; . + $x)",
        "[foreach .a[] as $x (0; . + $x; [$x, .])]",
        "def f($n): if $n > 0 then $n, f($n - 1) else empty end; [f(3)]",
        "[.. | numbers]",
        "[paths]",
        ".b.c |= . * 2",
        ".a[0] += 5",
        ".d *= 3",
        "del(.a[0, 1])",
        "to_entries | map(.key)",
        "with_entries(select(.key != \"a\"))",
        "\"\\(.d) and \\(.a | tostring)\"",
        ".d | ascii_upcase | test(\"TEXT\")",
        "@base64 \"x\\(.d)\"",
        "try error(\"x\") catch .",
        "label $out | .a[] | if . > 1 then ., break $out else . end",
        "if .d == \"text\" and (.a | length) == 3 then \"yes\" elif .b then 1 else 2 end",
        "-(.b.c), (.b.c | not)",
        "[limit(2; .a[])], first(.a[]), [.a[] | recurse(if . < 3 then . + 1 else empty end)]",
        "path(..)",
        "[.a | sort_by(-.) | .[] ]",
        "walk(if type == \"number\" then . + 1 else . end)");
  }

  @ParameterizedTest
  @MethodSource("programs")
  void whatEndsEndsAsItDoesWithoutBounds(String program) throws JsonQueryException {
    Scope scope = Scope.newEmptyScope();
    BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_7, scope);
    scope.setModuleLoader(BuiltinModuleLoader.getInstance());
    List<JsonNode> expected = new ArrayList<>();
    JsonQuery.compile(program, Versions.JQ_1_7).apply(scope, event(3), expected::add);

    Object outcome =
        CAMEL
            .resolveLanguage("jq")
            .createExpression(program)
            .evaluate(carrying(event(3)), Object.class);

    assertThat(outcome instanceof List<?> several ? several : List.of(outcome))
        .asString()
        .isEqualTo(expected.toString());
  }

  private static JsonNode evaluate(String program, JsonNode event) {
    return CAMEL
        .resolveLanguage("jq")
        .createExpression(program)
        .evaluate(carrying(event), JsonNode.class);
  }

  private static Exchange carrying(JsonNode event) {
    Exchange exchange = new DefaultExchange(CAMEL);
    exchange.getMessage().setBody(event);
    return exchange;
  }

  private static JsonNode event(int elements) {
    try {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (int i = 1; i <= elements; i++) {
        array.add(i);
      }
      return ((com.fasterxml.jackson.databind.node.ObjectNode)
              JSON.readTree("{\"b\":{\"c\":7},\"d\":\"text\"}"))
          .set("a", array);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
