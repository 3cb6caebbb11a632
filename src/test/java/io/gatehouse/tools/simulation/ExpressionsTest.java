package io.gatehouse.tools.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.settings.BadSettingException;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import net.datafaker.Faker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionsTest {

  private static final Instant TIME = Instant.parse("2026-03-01T12:30:15.250Z");

  private final Expressions expressions = Expressions.of(new Faker(new Random(1)));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "#{time}                               | 2026-03-01T12:30:15.250Z",
        "#{time '-1d'}                         | 2026-02-28T12:30:15.250Z",
        "#{time 'iso-seconds'}                 | 2026-03-01T12:30:15Z",
        "#{time 'unix'}                        | 1772368215",
        "#{time 'unix-millis'}                 | 1772368215250",
        "#{time 'yyyy-MM-dd HH:mm:ss'}         | 2026-03-01 12:30:15",
        "#{time 'yyyy-MM-dd HH:mm:ss', '+90s'} | 2026-03-01 12:31:45",
      })
  void aTimeIsTheEventsInTheFormThatIsAskedFor(String expression, String value) {
    assertThat(expressions.fill(expression, Map.of(), TIME)).isEqualTo(value);
  }

  @Test
  void aNameOfTheSubjectStandsForItsValueAndIsEscapedInJson() {
    assertThat(expressions.fillJson("{\"a\":\"#{name}\"}", Map.of("name", "O\"Hara\\"), TIME))
        .isEqualTo("{\"a\":\"O\\\"Hara\\\\\"}");
  }

  @Test
  void everythingElseIsDatafakersWithBracesInQuotesToo() {
    assertThat(expressions.fill("#{regexify '[a-f]{7}'} #{Name.fullName}", Map.of(), TIME))
        .matches("[a-f]{7} \\S+ .+");
  }

  @Test
  void valuesThatNameEachOtherDoNotGrowWithoutEnd() {
    String half = "x".repeat(600_000);

    assertThatThrownBy(() -> expressions.fill("#{a}#{a}", Map.of("a", half), TIME))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("#{a} makes a text of more than 1048576 characters");
  }

  @ParameterizedTest
  @CsvSource({"#{nobody}", "#{Name.nobody}", "#{time 'no-form-at-all'}"})
  void whatNobodyKnowsIsNamed(String expression) {
    assertThatThrownBy(() -> expressions.fill(expression, Map.of(), TIME))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("is neither a name under subject or values, nor a time");
  }
}
