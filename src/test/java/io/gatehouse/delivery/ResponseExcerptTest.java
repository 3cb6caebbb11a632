package io.gatehouse.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept of a receiver's response, which may echo the event. */
class ResponseExcerptTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final QueuedEvent ANNA =
      event("{\"name\":\"Anna Exempel\",\"national\":\"19900101-1234\",\"country\":\"Denmark\"}");

  private static QueuedEvent event(String data) {
    return new QueuedEvent(
        Map.of("id", "e-1", "type", "kyc.identity.approved", "subject", "case-4711"),
        "application/json",
        data.getBytes(StandardCharsets.UTF_8),
        true,
        null,
        0);
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of(
            "[{\"message\":\"unable to obtain exclusive access to this record\",\"errorCode\":\"UNABLE_TO_LOCK_ROW\",\"fields\":[]}]",
            "message unable to obtain exclusive access to this record errorCode UNABLE_TO_LOCK_ROW fields"),
        Arguments.of(
            "{\"error\":\"invalid_client\",\"code\":1042,\"value\":\"Anna Exempel\"}",
            "error invalid_client code … value …"),
        Arguments.of(
            "{\"title\":\"Field not valid\",\"detail\":\"national 19900101-1234 of Anna\",\"code\":\"KYC_NATIONAL_ID_BAD\"}",
            "title Field not … detail … of … code KYC_…_ID_BAD"),
        Arguments.of(
            "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>",
            "html head title … Bad Gateway title head body nginx body html"),
        Arguments.of(
            "{\"code\":\"FIELD_CUSTOM_VALIDATION_EXCEPTION\"}",
            "code FIELD_CUSTOM_VALIDATION_EXCEPTION"),
        Arguments.of("{\"errorCode\":\"row-locked\"}", "errorCode row-locked"),
        Arguments.of("ANNA EXEMPEL", ""),
        Arguments.of("anna.exempel@example.com", ""),
        Arguments.of("Anna\\u0020Exempel", ""),
        Arguments.of("ANNA_EXEMPEL", ""),
        Arguments.of("{\"code\":\"MARIA_ANDERSON_SERVICE\"}", "code …_…_SERVICE"),
        Arguments.of("{\"code\":\"NUMBER_OUTSIDE_VALID_RANGE\"}", "code NUMBER_OUTSIDE_…_RANGE"),
        Arguments.of("case-4711", ""),
        Arguments.of("19900101 1234 5", ""),
        Arguments.of(
            "denmark DENMARK_NOT_SUPPORTED not supported", "… …_NOT_SUPPORTED not supported"),
        Arguments.of("Grant Mark Page is blocked and deceased", "… is … and …"),
        Arguments.of("\u0000\u0001\uFFFF", ""),
        Arguments.of("", ""));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("answers")
  void codesAndTechnicalWordsRemain(String answer, String excerpt) {
    assertThat(ResponseExcerpt.of(answer, ANNA)).isEqualTo(excerpt);
  }

  @Test
  void aLongAnswerIsCut() {
    assertThat(ResponseExcerpt.of("invalid field ".repeat(100_000), ANNA))
        .startsWith("invalid field invalid")
        .endsWith(" …")
        .hasSizeBetween(180, ResponseExcerpt.LONGEST);
    assertThat(ResponseExcerpt.of("x".repeat(100_000) + " invalid", ANNA)).isEmpty();
  }

  @Test
  void whatIsNoJsonIsComparedAsText() {
    assertThat(ResponseExcerpt.of("invalid field", event("not JSON, no VALID text")))
        .isEqualTo("… field");
  }

  /**
   * Values of the kind that would slip through most easily: made of the very words that are kept.
   */
  @Provide
  Arbitrary<String> values() {
    Arbitrary<String> words =
        Arbitraries.of(
                "to",
                "it",
                "is",
                "of",
                "no",
                "id",
                "row",
                "error",
                "Invalid",
                "field",
                "access",
                "UNABLE_TO_LOCK_ROW",
                "errorCode",
                "…",
                "a",
                "not-found",
                "Exempel",
                "1990",
                "å")
            .list()
            .ofMinSize(1)
            .ofMaxSize(6)
            .map(list -> String.join(" ", list));
    return Arbitraries.oneOf(words, Arbitraries.strings().all().ofMaxLength(30));
  }

  @Provide
  Arbitrary<String> templates() {
    return Arbitraries.of(
        "%s",
        "{\"errorCode\":\"UNABLE_TO_LOCK_ROW\",\"message\":\"%s\"}",
        "invalid value %s: it is not to be found, no row of it",
        "{\"message\":\"%1$s %1$s is not valid\",\"code\":\"INVALID_FIELD\"}",
        "error to it is of no id row a field to it is not");
  }

  @Property(tries = 2000)
  void nothingOfAValueOfFourCharactersSurvives(
      @ForAll("values") String value,
      @ForAll("values") String other,
      @ForAll("templates") String template)
      throws JsonProcessingException {
    QueuedEvent event = event(JSON.writeValueAsString(Map.of("a", value, "b", List.of(other))));
    String answer = template.formatted(value + " " + other);

    String excerpt = ResponseExcerpt.of(answer, event).toLowerCase(Locale.ROOT);

    assertThat(excerpt).hasSizeLessThanOrEqualTo(ResponseExcerpt.LONGEST);
    for (String kept : List.of(value, other)) {
      String small = kept.toLowerCase(Locale.ROOT);
      for (int i = 0; i + 4 <= small.length(); i++) {
        assertThat(excerpt).doesNotContain(small.substring(i, i + 4));
      }
    }
  }

  @Property(tries = 500)
  void noDigitAndNothingButWordsRemainsOfAnyAnswer(@ForAll String answer) {
    assertThat(ResponseExcerpt.of(answer, ANNA)).matches("[A-Za-z_ …-]*");
  }
}
