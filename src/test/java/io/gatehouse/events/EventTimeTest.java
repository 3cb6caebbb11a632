package io.gatehouse.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.temporal.ChronoField.MILLI_OF_SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.time.api.constraints.DateTimeRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {

  private static final ObjectMapper JSON = new ObjectMapper();

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
    "2024-08-02T05:11:40-00:00,             2024-08-02T05:11:40-00:00",
    // in another form than that of RFC 3339
    "2026-11-30 08:20:00+0000,              2026-11-30T08:20:00Z",
    "2026-11-30T08:20:00+0530,              2026-11-30T08:20:00+05:30",
    "2026-11-30T08:20:00.12-0330,           2026-11-30T08:20:00.12-03:30",
    "2026-11-30T08:20:00+02,                2026-11-30T08:20:00+02:00",
    "2026-11-30 08:20:00 +0200,             2026-11-30T08:20:00+02:00",
    "2026-11-30 08:20:00+02:00,             2026-11-30T08:20:00+02:00",
    "2026-11-30 08:20:00Z,                  2026-11-30T08:20:00Z",
    "2026-11-30t08:20:00z,                  2026-11-30T08:20:00Z",
    "2026-11-30T08:20:00.1234567z,          2026-11-30T08:20:00.1234567Z",
    "2026-11-30 08:20:00 UTC,               2026-11-30T08:20:00Z",
    "2026-11-30T08:20:00 GMT,               2026-11-30T08:20:00Z",
    "2026-11-30T08:20:00+02:00[Europe/Riga],2026-11-30T08:20:00+02:00",
    "2026-11-30T08:20Z,                     2026-11-30T08:20:00Z",
    "2026-11-30T08:20,                      2026-11-30T08:20:00Z",
    "2026-11-30 08:20,                      2026-11-30T08:20:00Z",
    "2026-11-30T08:20+02:00,                2026-11-30T08:20:00+02:00",
    "'2026-11-30 08:20:00,5',               2026-11-30T08:20:00.5Z",
    "2026-11-30T08:20:00.1234567891Z,       2026-11-30T08:20:00.123456789Z",
    "2026-11-30T24:00:00Z,                  2026-12-01T00:00:00Z",
    "2026-11-30 24:00,                      2026-12-01T00:00:00Z",
    "2016-12-31T23:59:60Z,                  2016-12-31T23:59:59Z",
    "2017-01-01T05:29:60+05:30,             2017-01-01T05:29:59+05:30",
    "20240802T051140Z,                      2024-08-02T05:11:40Z",
    "20240802T051140+0200,                  2024-08-02T05:11:40+02:00",
    "' 2024-08-02 05:11:40\n',              2024-08-02T05:11:40Z",
    "'Fri, 02 Aug 2024 05:11:40 GMT',       2024-08-02T05:11:40Z",
    "'Fri, 2 Aug 2024 05:11:40 +0200',      2024-08-02T05:11:40+02:00",
    "02 Aug 2024 05:11:40 UTC,              2024-08-02T05:11:40Z",
    "/Date(1722575500123)/,                 2024-08-02T05:11:40.123Z",
    "/Date(1722575500000+0200)/,            2024-08-02T05:11:40Z",
    "/Date(61200000000)/,                   1971-12-10T08:00:00Z",
    // the time since 1970
    "1722575500,                            2024-08-02T05:11:40Z",
    "1722575500.5,                          2024-08-02T05:11:40.500Z",
    "1722575500123,                         2024-08-02T05:11:40.123Z",
    "1.722575500123e12,                     2024-08-02T05:11:40.123Z",
    "1.7225755E9,                           2024-08-02T05:11:40Z",
    "1722575500123456,                      2024-08-02T05:11:40.123456Z",
    "1722575500123456789,                   2024-08-02T05:11:40.123456789Z",
    "1800000000000,                         2027-01-15T08:00:00Z",
    "1000000000,                            2001-09-09T01:46:40Z",
    "1000000000000,                         2001-09-09T01:46:40Z",
    "9999999999,                            2286-11-20T17:46:39Z",
  })
  void aTimeIsReadInTheFormThatVendorsWrite(String written, String time) {
    assertThat(EventTime.of(written)).isEqualTo(new EventTime.Known(time));
  }

  @ParameterizedTest
  @CsvSource({
    // as JSON,               as the event says it
    "1722575500,              2024-08-02T05:11:40Z",
    "1722575500.0,            2024-08-02T05:11:40Z",
    "1722575500123,           2024-08-02T05:11:40.123Z",
    "1.7225755e9,             2024-08-02T05:11:40Z",
    "1.722575500123E12,       2024-08-02T05:11:40.123Z",
    "1722575500123456789,     2024-08-02T05:11:40.123456789Z",
    "'\"1722575500123\"',     2024-08-02T05:11:40.123Z",
    "'\"\\/Date(1722575500000)\\/\"', 2024-08-02T05:11:40Z",
  })
  void aTimeMayBeANumberOfAnyKindInJson(String json, String time) throws IOException {
    for (ObjectMapper reader : List.of(new ObjectMapper(), new JsonReading().exact())) {
      assertThat(EventTime.of(reader.readTree(json.getBytes(UTF_8))))
          .isEqualTo(new EventTime.Known(time));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "0001-01-01T00:00:00",
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00.0000000",
        "0001-01-01T00:00:00+02:00",
        "0001-01-01T00:00:00+0000",
        "0001-01-01 00:00",
        "0001-01-01",
        "01 Jan 0001 00:00:00 GMT",
        "0000-00-00 00:00:00",
        "0000-00-00",
        "-0001-11-30T00:00:00+00:00",
        "1601-01-01T00:00:00Z",
        "1753-01-01T00:00:00",
        "1899-12-30T00:00:00",
        "1899-12-31 00:00:00",
        "1900-01-01T00:00:00",
        "1900-01-01",
        "1969-12-31T23:59:59Z",
        "1969-12-31T16:00:00-08:00",
        "1970-01-01T00:00:00",
        "1970-01-01T00:00:00Z",
        "1970-01-01 00:00:00",
        "1970-01-01T00:00:00.000Z",
        "1970-01-01T00:00:00-08:00",
        "1970-01-01T01:00:00+01:00",
        "1970-01-01T14:00:00+14:00",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "9999-12-31T23:59:59",
        "9999-12-31T23:59:59.9999999Z",
        "9999-12-31",
        "9999-12-31T23:59:59-10:00",
        "0",
        "0.0",
        "-1",
        "3600",
        "7200000",
        "-62135596800",
        "-62135596800000",
        "-2208988800",
        "253402300799",
        "253402300799999",
        "253402300800000",
        "9223372036854775807",
        "/Date(-62135596800000)/",
        "/Date(0)/",
        "/Date(-62135596800000+0200)/",
        "/Date(253402300799999)/",
        "/Date(99999999999999999)/",
      })
  void whatProgramsWriteForNoTimeIsNone(String written) {
    assertThat(EventTime.of(written)).isEqualTo(new EventTime.Missing());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "0", "0.0", "-0", "-62135596800", "-6.21355968e10", "\"0\""})
  void itIsNoneAsJsonToo(String json) throws JsonProcessingException {
    assertThat(EventTime.of(JSON.readTree(json))).isEqualTo(new EventTime.Missing());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "true",
        "false",
        "{\"$date\":1}",
        "[2024,8,2]",
        "1e400",
        "12",
        "20240802",
        "99999999999",
        // Before September 2001, and so of another unit or epoch: Cocoa's seconds since 2001.
        "999999999",
        "999999999999",
        // .NET's ticks, Windows's FILETIME, its minutes and seconds as digits, days of a sheet.
        "638581818617890000",
        "133670263617890000",
        "202408020511",
        "20240802051140",
        "45506.216435",
        "1722575500123456789012345",
        "\"today\""
      })
  void whatIsAnotherKindOfJsonIsNotReadable(String json) throws JsonProcessingException {
    assertThat(EventTime.of(JSON.readTree(json))).isEqualTo(new EventTime.Unreadable());
  }

  @Test
  void whatIsNoNumberIsNotReadable() {
    for (double number : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThat(EventTime.of(new DoubleNode(number))).isEqualTo(new EventTime.Unreadable());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2023-02-29T00:00:00Z",
    "2024-02-30T00:00:00Z",
    "2024-02-30 00:00:00",
    "2024-13-01T00:00:00Z",
    "2024-00-10T00:00:00Z",
    "2024-08-02T24:00:01Z",
    "2024-08-02 24:30",
    "2024-08-02T25:00:00Z",
    "2024-08-02T23:60:00Z",
    "2024-08-02T23:59:61Z",
    "2024-08-02T05:11:60Z",
    "2024-08-02T23:59:60+02:00",
    "2024-08-02T05:11:40+25:00",
    "2024-08-02T05:11:40+2",
    "2024-08-02T05:11:40+200",
    "2024-08-02T05:11:40 CET",
    "2024-08-02T05:11:40[Europe/Riga]",
    "2024-08-02T05:11:40.Z",
    "2024-08-02T05Z",
    "2024-08-02",
    "05:11:40",
    "02/08/2024 05:11:40",
    "02.08.2024 05:11:40",
    "08/02/2024 5:11:40 AM",
    "2024-8-2 5:11:40",
    "20240802051140",
    "24-08-02 05:11:40",
    "+12024-08-02T05:11:40Z",
    "'2024-08-02  05:11:40'",
    "2024-08-02_05:11:40",
    "２０２４-08-02 05:11:40",
    "Fri Aug 02 2024",
    "'Mon, 02 Aug 2024 05:11:40 GMT'",
    "'Fri, 02 Aug 2024 05:11:40 CEST'",
    "/Date(x)/",
    "today",
    "null",
    "1e99",
    "1e-2147483647",
    "1",
    "17225755001",
  })
  void whatIsNoTimeIsNotReadable(String written) {
    assertThat(EventTime.of(written)).isEqualTo(new EventTime.Unreadable());
  }

  @Property
  void everyTimeInUtcIsKept(
      @ForAll @DateTimeRange(min = "1970-01-02T00:00:00", max = "2999-12-31T23:59:59")
          LocalDateTime time) {
    String text = time.toInstant(ZoneOffset.UTC).toString();

    assertThat(EventTime.of(text).rfc3339()).hasValue(text);
  }

  @Property
  void everyTimeWithoutAnOffsetIsTheSameMomentInUtc(
      @ForAll @DateTimeRange(min = "1970-01-02T00:00:00", max = "2999-12-31T23:59:59")
          LocalDateTime time) {
    String text = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").format(time);

    assertThat(EventTime.of(text).rfc3339().map(Instant::parse))
        .hasValue(time.withNano(0).toInstant(ZoneOffset.UTC));
  }

  @Property
  void whateverIsATimeIsReadableByWhoeverReadsRfc3339(@ForAll String text) {
    EventTime.of(text).rfc3339().ifPresent(OffsetDateTime::parse);
  }

  @Property
  void aUnixTimeIsTheSameMomentInEachOfItsUnits(
      @ForAll @LongRange(min = 1_000_000_000, max = 9_999_999_999L) long seconds) {
    Instant moment = Instant.ofEpochSecond(seconds);

    assertThat(Stream.of("", "000", "000000", "000000000").map(zeros -> seconds + zeros))
        .allSatisfy(
            number ->
                assertThat(EventTime.of(number).rfc3339().map(Instant::parse)).hasValue(moment));
  }

  @Property
  void everyTimeIsTheSameMomentWithAndWithoutAColonInItsOffset(
      @ForAll @DateTimeRange(min = "1970-01-03T00:00:00", max = "2999-12-31T23:59:59")
          LocalDateTime time,
      @ForAll @IntRange(min = -72, max = 72) int quarters) {
    OffsetDateTime there = time.atOffset(ZoneOffset.ofTotalSeconds(quarters * 900));

    String text = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSxxxx").format(there);

    assertThat(EventTime.of(text).rfc3339().map(OffsetDateTime::parse))
        .hasValueSatisfying(
            read ->
                assertThat(read)
                    .isEqualTo(there.with(MILLI_OF_SECOND, there.get(MILLI_OF_SECOND))));
  }

  @ParameterizedTest
  @CsvSource({
    "2024-08-02T05:11:40+02:00, 2024-08-02T03:11:40Z",
    "0001-01-01T00:00:00Z,",
    "1970-01-01T00:00:00Z,",
    "yesterday,",
    ",",
  })
  void anAttributeNamesAMomentUnlessItMeansNone(String attribute, Instant moment) {
    assertThat(EventTime.momentOf(attribute)).isEqualTo(Optional.ofNullable(moment));
  }

  @Property
  void everyDayEitherExistsOrIsNoTime(
      @ForAll @IntRange(max = 99) int month, @ForAll @IntRange(max = 99) int day) {
    String text = "2023-%02d-%02dT00:00:00Z".formatted(month, day);

    assertThat(EventTime.of(text).rfc3339().isPresent()).isEqualTo(existsIn2023(month, day));
  }

  private static boolean existsIn2023(int month, int day) {
    int[] days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
  }
}
