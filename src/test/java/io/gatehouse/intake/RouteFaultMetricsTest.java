package io.gatehouse.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.webhook.FailedExpressionException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.apache.camel.RuntimeCamelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Reports about a route that fails on events: each failure is counted, and some are logged. */
@ExtendWith(OutputCaptureExtension.class)
class RouteFaultMetricsTest {

  private static final Exception FAULT =
      new FailedExpressionException(
          ".a\n  | tonumber", new IllegalStateException("Anna Exempel cannot be parsed"));

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final MovableClock clock = new MovableClock();
  private final RouteFaultMetrics faults = new RouteFaultMetrics(registry, clock);

  @Test
  void eachFaultIsCountedUnderTheRoutesOwnNameAndOneAMinuteIsLogged(CapturedOutput log) {
    IntStream.range(0, 3).forEach(i -> faults.failed("acme", "acme-cases", FAULT));
    faults.failed("acme", "acme-cases~e7", FAULT);
    assertThat(faults("acme", "acme-cases")).isEqualTo(4);
    assertThat(lines(log)).isEqualTo(1);

    clock.now = clock.now.plus(Duration.ofSeconds(59));
    faults.failed("acme", "acme-cases", FAULT);
    assertThat(lines(log)).isEqualTo(1);

    clock.now = clock.now.plus(Duration.ofSeconds(1));
    faults.failed("acme", "acme-cases", FAULT);
    assertThat(lines(log)).isEqualTo(2);
  }

  @Test
  void eachRouteHasLinesOfItsOwn(CapturedOutput log) {
    faults.failed("acme", "acme-cases", FAULT);
    faults.failed("acme", "acme-files", FAULT);

    assertThat(lines(log)).isEqualTo(2);
  }

  @Test
  void theLineNamesTheExpressionAndNothingOfTheEvent(CapturedOutput log) {
    faults.failed("acme", "acme-cases", new RuntimeCamelException(FAULT));

    assertThat(log)
        .contains("ERROR")
        .contains("The route acme-cases of acme failed on an event")
        .contains("the jq expression .a | tonumber")
        .doesNotContain("Exempel");
  }

  @Test
  void aFaultOfAnotherKindIsNamedByItsKind(CapturedOutput log) {
    faults.failed(
        "acme", "acme-cases", new RuntimeCamelException("x", new NullPointerException("Exempel")));

    assertThat(log).contains("NullPointerException").doesNotContain("Exempel");
  }

  @Test
  void aRouteThatIsThereHasItsMetricsBeforeAnythingFails() {
    faults.watch("acme", "acme-cases");

    assertThat(faults("acme", "acme-cases")).isZero();
    assertThat(registry.get("gatehouse.unreadable.times").tag("vendor", "acme").counter().count())
        .isZero();
  }

  private static long lines(CapturedOutput log) {
    return log.getAll().lines().filter(line -> line.contains("failed on an event")).count();
  }

  private double faults(String vendor, String route) {
    return registry
        .get("gatehouse.route.faults")
        .tags("vendor", vendor, "route", route)
        .counter()
        .count();
  }

  private static final class MovableClock extends Clock {

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
