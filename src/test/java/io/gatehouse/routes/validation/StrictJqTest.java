package io.gatehouse.routes.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatehouse.webhook.FailedExpressionException;
import io.gatehouse.webhook.UnreadableException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which words of jq a route file may use, and what is reported about the others. */
class StrictJqTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CamelContext CAMEL = new DefaultCamelContext();

  /** Every function of jq 1.7's manual, and some of 1.8's. */
  private static final String JQS_FUNCTIONS =
      """
      IN/1 IN/2 INDEX/1 INDEX/2 JOIN/2 JOIN/3 JOIN/4 abs/0 acos/0 acosh/0 add/0 add/1 all/0 all/1
      all/2 any/0 any/1 any/2 arrays/0 ascii/0 ascii_downcase/0 ascii_upcase/0 asin/0 asinh/0 atan/0
      atan2/2 atanh/0 booleans/0 bsearch/1 builtins/0 capture/1 capture/2 cbrt/0 ceil/0
      combinations/0 combinations/1 contains/1 copysign/2 cos/0 cosh/0 date/0 dateadd/2 datesub/2
      debug/0 debug/1 del/1 delpaths/1 drem/2 empty/0 endswith/1 env/0 erf/0 error/0 error/1 exp/0
      exp10/0 exp2/0 explode/0 expm1/0 fabs/0 fdim/2 finites/0 first/0 first/1 flatten/0 flatten/1
      floor/0 fma/3 fmax/2 fmin/2 fmod/2 frexp/0 from_entries/0 fromdate/0 fromdateiso8601/0
      fromjson/0 fromstream/1 gamma/0 getpath/1 gmtime/0 group_by/1 gsub/2 gsub/3 halt/0
      halt_error/0 halt_error/1 has/1 have_decnum/0 have_literal_numbers/0 hypot/2 implode/0 in/1
      index/1 indices/1 infinite/0 input/0 input_filename/0 input_line_number/0 inputs/0 inside/1
      isempty/1 isfinite/0 isinfinite/0 isnan/0 isnormal/0 isvalid/1 iterables/0 j0/0 j1/0 join/1
      keys/0 keys_unsorted/0 last/0 last/1 ldexp/2 leaf_paths/0 length/0 lgamma/0 lgamma_r/0 limit/2
      localtime/0 log/0 log10/0 log1p/0 log2/0 logb/0 ltrim/0 ltrimstr/1 map/1 map_values/1 match/1
      match/2 max/0 max_by/1 min/0 min_by/1 mktime/0 modf/0 nan/0 nearbyint/0 nextafter/2
      nexttoward/2 normals/0 not/0 now/0 nth/1 nth/2 nulls/0 numbers/0 objects/0 path/1 paths/0
      paths/1 pick/1 pow/2 pow10/0 range/1 range/2 range/3 recurse/0 recurse/1 recurse/2
      recurse_down/0 repeat/1 reverse/0 rindex/1 rint/0 round/0 rtrim/0 rtrimstr/1 scalars/0 scalb/2
      scalbln/2 scan/1 scan/2 select/1 setpath/2 significand/0 sin/0 sinh/0 skip/2 sort/0 sort_by/1
      split/1 split/2 splits/1 splits/2 sqrt/0 startswith/1 stderr/0 strflocaltime/1 strftime/1
      strings/0 strptime/1 sub/2 sub/3 tan/0 tanh/0 test/1 test/2 tgamma/0 to_entries/0 toarray/0
      toboolean/0 todate/0 todateiso8601/0 tojson/0 tonumber/0 tostream/0 tostring/0 transpose/0
      trim/0 trimstr/1 trunc/0 truncate_stream/1 type/0 unique/0 unique_by/1 until/2
      utf8bytelength/0 values/0 walk/1 while/2 with_entries/1 y0/0 y1/0
      @text/0 @json/0 @csv/0 @tsv/0 @html/0 @uri/0 @urid/0 @sh/0 @base64/0 @base64d/0 @base32/0
      @base32d/0
      """;

  @BeforeAll
  static void start() {
    CAMEL.getRegistry().bind("jq", new StrictJq());
    CAMEL.start();
  }

  @AfterAll
  static void stop() {
    CAMEL.stop();
  }

  static Stream<String> functionsOfJq() {
    return Stream.of(JQS_FUNCTIONS.split("\\s+"));
  }

  @ParameterizedTest
  @MethodSource("functionsOfJq")
  void aFunctionOfJqWorksOrItIsSaidWhatToDoInstead(String signature) {
    String program = call(signature);
    try {
      evaluate(program, "1");
    } catch (UnreadableException e) {
      assertThat(e.reason()).isEqualTo("jq-limit");
    } catch (FailedExpressionException e) {
      assertThat(e.getCause()).hasMessageNotContaining("does not exist");
    } catch (StrictJq.UnknownException e) {
      assertThat(e.getMessage())
          .matches(
              "jq's function '\\Q%s\\E' cannot be used in a route file; (use|write|leave) .+\\."
                  .formatted(signature.split("/")[0]));
    }
  }

  private static String call(String signature) {
    String[] parts = signature.split("/");
    int arguments = Integer.parseInt(parts[1]);
    return arguments == 0
        ? parts[0]
        : parts[0] + "(" + String.join("; ", java.util.Collections.nCopies(arguments, ".")) + ")";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '\u0000',
      value = {
        // program                          ! event                       ! what comes out
        "todate                             ! 1425599621                  !"
            + " [\"2015-03-05T23:53:41Z\"]",
        "todate                             ! 1425599621.678              !"
            + " [\"2015-03-05T23:53:41Z\"]",
        "fromdate                           ! \"2015-03-05T23:51:47Z\"    ! [1425599507]",
        "date                               ! 0                           !"
            + " [\"1970-01-01T00:00:00Z\"]",
        "gmtime                             ! 1425599621                  !"
            + " [[2015,2,5,23,53,41,4,63]]",
        "gmtime                             ! 1425599621.678              !"
            + " [[2015,2,5,23,53,41.678,4,63]]",
        "gmtime                             ! -1                          !"
            + " [[1969,11,31,23,59,59,3,364]]",
        "gmtime | mktime                    ! 1425599621                  ! [1425599621]",
        "mktime                             ! [2015,2,5,23,51,47,4,63]    ! [1425599507]",
        "mktime                             ! [2024,13,1,0,0,0.9,0,0]     ! [1738368000]",
        "strptime(\"%Y-%m-%dT%H:%M:%SZ\")   ! \"2015-03-05T23:51:47Z\"    !"
            + " [[2015,2,5,23,51,47,4,63]]",
        "strptime(\"%d.%m.%Y\") | mktime    ! \"2.8.2024\"                ! [1722556800]",
        "strptime(\"%Y%m%d%H%M%S\") | todate ! \"20240802051140\"         !"
            + " [\"2024-08-02T05:11:40Z\"]",
        "strptime(\"%d %b %Y %I:%M %p\") | todate ! \"02 AUG 2024 05:11 pm\" !"
            + " [\"2024-08-02T17:11:00Z\"]",
        "strptime(\"%A, %B %d, %Y\") | mktime ! \"Thursday, March 05, 2015\" ! [1425513600]",
        "strptime(\"%FT%T%z\") | todate     ! \"2024-08-02T05:11:40+0200\" !"
            + " [\"2024-08-02T03:11:40Z\"]",
        "strptime(\"%FT%T%z\") | todate     ! \"2024-08-02T05:11:40+02:00\" !"
            + " [\"2024-08-02T03:11:40Z\"]",
        "strptime(\"%F %T %Z\") | todate    ! \"2024-08-02 05:11:40 UTC\" !"
            + " [\"2024-08-02T05:11:40Z\"]",
        "strptime(\"%s\") | todate          ! \"1722575500\"              !"
            + " [\"2024-08-02T05:11:40Z\"]",
        "strptime(\"%D\") | todate          ! \"08/02/24\"                !"
            + " [\"2024-08-02T00:00:00Z\"]",
        "strftime(\"%A, %B %d, %Y\")        ! 1435677542.822351           ! [\"Tuesday, June 30,"
            + " 2015\"]",
        "strftime(\"%a %b %e %R %p %j %y %z %Z 100%%\") ! 1722575500      ! [\"Fri Aug  2 05:11 AM"
            + " 215 24 +0000 UTC 100%\"]",
        "gmtime | strftime(\"%s\")          ! 1722575500                  ! [\"1722575500\"]",
        "dateadd(\"seconds\"; 10)           ! 5                           ! [15]",
        "datesub(\"seconds\"; 3)            ! 5                           ! [2]",
        "abs, fabs, trunc                   ! -1.5                        ! [1.5,1.5,-1.0]",
        "toarray                            ! 1                           ! [[1]]",
        "toarray                            ! [1]                         ! [[1]]",
        "add(.[].a)                         ! [{\"a\":1},{\"a\":2}]       ! [3]",
        "ascii                              ! 65                          ! [\"A\"]",
        "[trim, ltrim, rtrim]               ! \" a \\n"
            + "\"                  ! [[\"a\",\"a \\n"
            + "\",\" a\"]]",
        "[trim, ltrim, rtrim]               ! \"\\u00a0\\u0085a\\u2003\" !"
            + " [[\"a\",\"a\\u2003\",\"\\u00a0\\u0085a\"]]",
        "[trim, ltrim, rtrim]               ! \" \\n\"                  ! [[\"\",\"\",\"\"]]",
        "trimstr(\"x\")                     ! \"xax\"                     ! [\"a\"]",
        "IN(1, 2), IN(.; 3)                 ! 2                           ! [true,false]",
        "INDEX(.id)                         ! [{\"id\":1,\"a\":2}]        !"
            + " [{\"1\":{\"id\":1,\"a\":2}}]",
        "isempty(.[]), isempty(empty)       ! [1,2]                       ! [false,true]",
        "isempty(.[])                       ! []                          ! [true]",
        "isvalid(error), isvalid(1)         ! 1                           ! [false,true]",
        "[limit(3; repeat(. * 2))]          ! 1                           ! [[1,2,4]]",
        "[skip(2; .[])]                     ! [1,2,3,4]                   ! [[3,4]]",
        "[skip(0; .[])]                     ! [1,2]                       ! [[1,2]]",
        "pick(.a, .b.c)                     ! {\"a\":1,\"b\":{\"c\":2,\"d\":3}} !"
            + " [{\"a\":1,\"b\":{\"c\":2}}]",
        "pow10                              ! 2                           ! [100.0]",
        "fmin(1; 2), fmax(1; 2)             ! 0                           ! [1,2]",
        "toboolean                          ! \"true\"                    ! [true]",
        "have_literal_numbers               ! 1                           ! [true]",
        "[tostream]                         ! {\"a\":[1]}                 !"
            + " [[[[\"a\",0],1],[[\"a\",0]],[[\"a\"]]]]",
        "@base64d, @html, @sh, @uri         ! \"YQ==\"                    !"
            + " [\"a\",\"YQ==\",\"'YQ=='\",\"YQ%3D%3D\"]",
        "ltrimstr(\"x\") | ascii_downcase   ! \"xAB\"                     ! [\"ab\"]",
        "[splits(\", *\")] | tojson         ! \"a, b\"                    !"
            + " [\"[\\\"a\\\",\\\"b\\\"]\"]",
        "gsub(\"a\"; \"b\")                  ! \"äaéa\"                  ! [\"äbéb\"]",
        "sub(\"a\"; \"b\")                   ! \"aa\"                    ! [\"ba\"]",
        "gsub(\"A\"; \"b\"; \"i\")             ! \"aa\"                    ! [\"bb\"]",
        "gsub(\"\"; \"-\")                   ! \"äb\"                    ! [\"-ä-b\"]",
        "gsub(\"x*\"; \"-\")                 ! \"ab\"                    ! [\"-a-b\"]",
        "gsub(\"^a\"; \"\")                  ! \"aab\"                   ! [\"ab\"]",
        "gsub(\"(?<x>.)(?<y>z)?\"; \"\\(.y)\\(.x)\") ! \"azb\"         ! [\"zanullb\"]",
        "gsub(\"a\"; \"b\", \"c\")             ! \"aa\"                    !" + " [\"bb\",\"cc\"]",
        "gsub(\".*\"; \"x\"), gsub(\"$\"; \"x\") ! \"abc\"                  ! [\"x\",\"abcx\"]",
        "gsub(\"/*$\"; \"/\"), gsub(\"c\"; empty) ! \"abc/\"               ! [\"abc/\",\"abc/\"]",
        "gsub(\"x\"; \"y\"), sub(\"\"; \"z\")   ! \"\"                       ! [\"\",\"z\"]",
        "test(\"B\"), test(\"B\"; \"i\")         ! \"abc\"                   ! [false,true]",
        "[match(\"\"; \"g\").offset]           ! \"äb\"                    ! [[0,1]]",
        "[match(\"(?<l>b)(c)?\"; \"g\")]       ! \"äbä\" !"
            + " [[{\"offset\":1,\"length\":1,\"string\":\"b\",\"captures\":[{\"offset\":1,\"length\":1,\"string\":\"b\",\"name\":\"l\"},{\"offset\":-1,\"length\":0,\"string\":null,\"name\":null}]}]]",
        "capture(\"(?<y>[0-9]+)-(?<m>[0-9]+)\") ! \"2024-08\"            !"
            + " [{\"y\":\"2024\",\"m\":\"08\"}]",
        "[scan(\"[a-z]\")], [scan(\"(a)(b)\")] ! \"ab1\"                 !"
            + " [[\"a\",\"b\"],[[\"a\",\"b\"]]]",
        "getpath([\"a\", 0])                ! {\"a\":[7]}                 ! [7]",
      })
  void aWordOfJqDoesWhatItDoesThere(String program, String event, String output)
      throws JsonProcessingException {
    ArrayNode expected = (ArrayNode) JSON.readTree(output);

    assertThat(evaluate(program, event).toString()).isEqualTo(expected.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '\u0000',
      value = {
        "strptime(\"%Y-%m-%d\")  ! \"2024-02-30\"",
        "strptime(\"%Y-%m-%d\")  ! \"yesterday\"",
        "strptime(\"%H:%M\")     ! \"05:11\"",
        "strptime(\"%Y-%m-%d\")  ! 20240802",
        "strptime(\"%Q\")        ! \"x\"",
        "strptime(\"%\")         ! \"x\"",
        "strftime(\"%Q\")        ! 1",
        "strftime(1)             ! 1",
        "strftime(\"yyyy-MM-dd\") ! 1",
        "strftime(\"%Y\")        ! \"x\"",
        "gmtime                  ! \"x\"",
        "gmtime                  ! 1e300",
        "mktime                  ! \"x\"",
        "mktime                  ! [2024,1]",
        "mktime                  ! [2024,1,1,\"x\",0,0]",
        "mktime                  ! [1e300,1,1,0,0,0]",
        "todate                  ! \"x\"",
        "fromdate                ! \"yesterday\"",
        "abs                     ! \"x\"",
        "toboolean               ! \"yes\"",
        "trim                    ! 1",
        "test(1)                 ! \"x\"",
        "test(\"x\")              ! 1",
        "test(\"(\")              ! \"x\"",
        "test(\"x\"; \"q\")         ! \"x\"",
        "sub(\"(\"; \"x\")          ! \"x\"",
      })
  void whatDoesNotFitFailsAsJqDoes(String program, String event) {
    assertThatThrownBy(() -> evaluate(program, event))
        .isInstanceOf(FailedExpressionException.class);
    assertThat(evaluate("try (" + program + ") catch \"caught\"", event).toString())
        .isEqualTo("[\"caught\"]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '\u0000',
      value = {
        ".a | localtime          ! jq's function 'localtime' cannot be used in a route file; use"
            + " gmtime, in UTC.",
        "env.HOME                ! jq's function 'env' cannot be used in a route file; write a"
            + " setting as {{name}} in the route file.",
        "@base32                 ! jq's function '@base32' cannot be used in a route file; use"
            + " @base64 or @base64d.",
        "@base32 \"x\\(.a)\"     ! jq's function '@base32' cannot be used in a route file; use"
            + " @base64 or @base64d.",
        "ltrimstr                ! jq's function 'ltrimstr' takes one argument, not 0.",
        "length(.a)              ! jq's function 'length' takes no argument, not 1.",
        "range(1; 2; 3; 4)       ! jq's function 'range' takes one argument or 2 arguments or 3"
            + " arguments, not 4.",
        "ascii_downcaze          ! jq has no function 'ascii_downcaze', did you mean"
            + " 'ascii_downcase'?",
        "nonsensicalword         ! jq has no function 'nonsensicalword'.",
        "def f: 1; f | g         ! jq has no function 'g'.",
        "def f(x): x; f          ! jq has no function 'f'.",
        ".a | map(select(tolower == \"x\")) ! jq has no function 'tolower'.",
        "{a: unheardof}          ! jq has no function 'unheardof'.",
        "\"\\(unheardof)\"       ! jq has no function 'unheardof'.",
      })
  void anUnknownWordIsRefusedWithWhatToUse(String program, String sentence) {
    assertThatThrownBy(() -> expression(program))
        .isInstanceOf(StrictJq.UnknownException.class)
        .hasMessage(sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "def f: 1; f",
        "def f(x): x | x; f(.)",
        "def f($x): $x; f(1)",
        "def f: def g: 2; g; f",
        "def f($n): if $n > 0 then f($n - 1) else 0 end; f(3)",
        "\"localtime\" # env",
        "{localtime: 1} | .localtime, .[\"env\"]",
        "1 as $env | $env",
        "{\"a\": 1, env: 2}",
        "def localtime: 1; localtime",
        "label $out | (1, break $out)",
        "@text \"x\\(1)\"",
      })
  void whatIsNoCallOrHasADefinitionIsNotTakenForAnUnknownWord(String program) {
    assertThat(evaluate(program, "1")).isNotEmpty();
  }

  @Test
  void whatIsNoJqIsRefusedAsThat() {
    assertThatThrownBy(() -> expression(".a |"))
        .isInstanceOf(ExpressionIllegalSyntaxException.class);
  }

  @Test
  void theWordsThatAreAddedHaveBoundsToo() {
    assertThatThrownBy(() -> evaluate("last(repeat(.))", "1")).hasMessage("jq-limit");
    assertThatThrownBy(() -> evaluate("[skip(1e9; range(1e12))]", "1")).hasMessage("jq-limit");
  }

  private static org.apache.camel.Expression expression(String program) {
    return CAMEL.resolveLanguage("jq").createExpression(program);
  }

  /** All outputs of a program. */
  private static JsonNode evaluate(String program, String event) {
    try {
      Exchange exchange = new DefaultExchange(CAMEL);
      exchange.getMessage().setBody(JSON.readTree(event));
      ArrayNode outputs = JsonNodeFactory.instance.arrayNode();
      Object out = expression(program).evaluate(exchange, Object.class);
      if (out instanceof List<?> several) {
        several.forEach(each -> outputs.add((JsonNode) each));
      } else {
        outputs.add((JsonNode) out);
      }
      return outputs;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
