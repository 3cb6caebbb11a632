package io.gatehouse.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.time.api.constraints.DateTimeRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTimeTest {

  @ParameterizedTest
  @CsvSource({
    // as the vendor writes it,             as the event says it
    "2022-07-26T07:16:41.873Z,              2022-07-26T07:16:41.873Z",
    "2023-04-04T08:01:46.2425824Z,          2023-04-04T08:01:46.2425824Z",
    "2023-04-04T08:01:46Z,                  2023-04-04T08:01:46Z",
    "2023-04-04T08:01:46.123456789Z,        2023-04-04T08:01:46.123456789Z",
    "2023-04-04T08:01:46+02:00,             2023-04-04T08:01:46+02:00",
    "2023-04-04T08:01:46-11:30,             2023-04-04T08:01:46-11:30",
    "2024-02-29T00:00:00Z,                  2024-02-29T00:00:00Z",
    "2024-08-02 05:11:40,                   2024-08-02T05:11:40Z",
    "2024-08-02T05:11:40,                   2024-08-02T05:11:40Z",
    "2024-08-02 05:11:40.5,                 2024-08-02T05:11:40.5Z",
    "2024-02-29 23:59:59,                   2024-02-29T23:59:59Z",
  })
  void aTimeIsKeptAndWithoutAnOffsetItIsUtc(String text, String time) {
    assertThat(EventTime.parse(text)).hasValue(time);
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "2023-02-29T00:00:00Z",
    "2024-02-30T00:00:00Z",
    "2024-02-30 00:00:00",
    "2024-13-01T00:00:00Z",
    "2024-00-10T00:00:00Z",
    "2024-08-02T24:00:00Z",
    "2024-08-02 24:00:00",
    "2024-08-02T23:60:00Z",
    "2024-08-02T23:59:61Z",
    "2024-08-02T05:11:40+25:00",
    "2024-08-02T05:11:40+0200",
    "2024-08-02T05:11:40+02",
    "2024-08-02T05:11:40 UTC",
    "2024-08-02T05:11:40.Z",
    "2024-08-02T05:11:40.1234567890Z",
    "2024-08-02T05:11Z",
    "2024-08-02",
    "05:11:40",
    "02/08/2024 05:11:40",
    "02.08.2024 05:11:40",
    "2024-8-2 5:11:40",
    "20240802T051140Z",
    "24-08-02 05:11:40",
    "+12024-08-02T05:11:40Z",
    "-2024-08-02T05:11:40Z",
    "'2024-08-02  05:11:40'",
    "' 2024-08-02 05:11:40'",
    "'2024-08-02 05:11:40 '",
    "'2024-08-02 05:11:40\n'",
    "2024-08-02_05:11:40",
    "２０２４-08-02 05:11:40",
    "1722575500",
    "1722575500000",
    "Fri Aug 02 2024",
    "today",
    "null",
  })
  void whatIsNoTimeIsNone(String text) {
    assertThat(EventTime.parse(text)).isEmpty();
  }

  @Property
  void everyTimeInUtcIsKept(
      @ForAll @DateTimeRange(min = "1970-01-01T00:00:00", max = "2999-12-31T23:59:59")
          LocalDateTime time) {
    String text = time.toInstant(ZoneOffset.UTC).toString();

    assertThat(EventTime.parse(text)).hasValue(text);
  }

  @Property
  void everyTimeWithoutAnOffsetIsTheSameMomentInUtc(
      @ForAll @DateTimeRange(min = "1970-01-01T00:00:00", max = "2999-12-31T23:59:59")
          LocalDateTime time) {
    String text = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").format(time);

    assertThat(EventTime.parse(text).map(Instant::parse))
        .hasValue(time.withNano(0).toInstant(ZoneOffset.UTC));
  }

  @Property
  void whateverIsATimeIsReadableByWhoeverReadsRfc3339(@ForAll String text) {
    EventTime.parse(text).ifPresent(OffsetDateTime::parse);
  }

  @Property
  void everyDayEitherExistsOrIsNoTime(
      @ForAll @IntRange(max = 99) int month, @ForAll @IntRange(max = 99) int day) {
    String text = "2023-%02d-%02dT00:00:00Z".formatted(month, day);

    assertThat(EventTime.parse(text).isPresent()).isEqualTo(existsIn2023(month, day));
  }

  private static boolean existsIn2023(int month, int day) {
    int[] days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
  }
}
