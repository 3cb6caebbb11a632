package io.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.gatehouse.gateway.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jms.UncategorizedJmsException;

/** What operators read about a bus that accepts no writes. */
@ExtendWith(OutputCaptureExtension.class)
class BrokerOutageTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String QUOTE = "for Anna Exempel";
  private static final WireMockServer OTHER =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().dynamicHttpsPort());

  @BeforeAll
  static void start() {
    OTHER.start();
  }

  @AfterAll
  static void stop() {
    OTHER.stop();
  }

  private static Throwable failure(ActiveMQExceptionType type) {
    return new UncategorizedJmsException(QUOTE, new ActiveMQException(type, QUOTE));
  }

  private static BrokerOutage embedded(boolean full, Throwable failure) {
    EmbeddedOutageProbe.Disk disk =
        new EmbeddedOutageProbe.Disk() {
          @Override
          public boolean isFull() {
            return full;
          }

          @Override
          public int most() {
            return 90;
          }

          @Override
          public long free() {
            return 1_200_000_000;
          }

          @Override
          public long size() {
            return 20_000_000_000L;
          }
        };
    return new EmbeddedOutageProbe(Path.of("target"), disk, PATIENCE).of(failure);
  }

  @ParameterizedTest
  @CsvSource({"ADDRESS_FULL", "CONNECTION_TIMEDOUT", "GENERIC_EXCEPTION", "NOT_CONNECTED"})
  void aFullDiskIsToldAsWhatItIsHoweverTheWriteFailed(ActiveMQExceptionType type) {
    BrokerOutage outage = embedded(true, failure(type));

    assertThat(outage.kind()).isEqualTo("disk-full");
    assertThat(outage.sentence())
        .contains("disk of target (gatehouse.broker.data-directory)")
        .contains("1.2 GB of 20.0 GB are free")
        .contains("more than 90 per cent", "gatehouse.broker.max-disk-usage")
        .doesNotContain("certificate", "Anna");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CONNECTION_TIMEDOUT  | disk-slow   | not on disk after 5000 ms",
        "ADDRESS_FULL         | memory-full | no memory left",
        "NOT_CONNECTED        | stopped     | the broker in this process has stopped",
        "QUEUE_DOES_NOT_EXIST | no-queue    | has not loaded bus.properties",
        "IO_ERROR             | other       | IO_ERROR",
      })
  void ofTheBrokerInThisProcessNothingIsSaidOfConnections(
      ActiveMQExceptionType type, String kind, String words) {
    BrokerOutage outage = embedded(false, failure(type));

    assertThat(outage.kind()).isEqualTo(kind);
    assertThat(outage.sentence()).contains(words).doesNotContain("certificate", "reached", "Anna");
  }

  @Test
  void aFailureThatIsNotTheBrokersIsToldByItsClass() {
    assertThat(embedded(false, new IllegalStateException(QUOTE)).sentence())
        .isEqualTo("a write failed with IllegalStateException");
  }

  private static BrokerOutage outside(String url, ActiveMQExceptionType type) {
    try (ActiveMQConnectionFactory client = new ActiveMQConnectionFactory(url)) {
      List<BrokerAddress> places = BrokerAddress.all(client.getStaticConnectors());
      return new ExternalOutageProbe(places, PATIENCE).of(failure(type));
    }
  }

  static Stream<Arguments> places() {
    String nobody = "localhost:" + FreePorts.one();
    String plain = "localhost:" + OTHER.port();
    String secure = "localhost:" + OTHER.httpsPort();
    String tls = "?sslEnabled=true&trustStorePassword=canary";
    return Stream.of(
        Arguments.of(
            "tcp://" + nobody, "connection-refused", nobody + ": the connection is refused"),
        Arguments.of(
            "tcp://no-such-host.invalid:61616",
            "name-not-known",
            "no-such-host.invalid:61616: its name is not known"),
        Arguments.of("tcp://" + plain, "no-broker", plain + ": it takes connections"),
        Arguments.of("tcp://" + plain + tls, "tls-failed", plain + ": it does not speak TLS"),
        Arguments.of(
            "tcp://" + secure + tls,
            "certificate-not-trusted",
            secure + ": its certificate is not trusted"),
        Arguments.of(
            "(tcp://%s,tcp://%s)?ha=true".formatted(nobody, plain),
            "connection-refused",
            "refused; " + plain + ": it takes"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("places")
  void anOutsideBrokerThatIsOutOfReachIsToldByItsHostAndTheKind(
      String url, String kind, String words) {
    BrokerOutage outage = outside(url, ActiveMQExceptionType.NOT_CONNECTED);

    assertThat(outage.kind()).isEqualTo(kind);
    assertThat(outage.sentence())
        .contains(words, "spring.artemis.broker-url")
        .doesNotContain("canary", "Anna");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SECURITY_EXCEPTION   | credentials | broker:1 refuses spring.artemis.user",
        "CONNECTION_TIMEDOUT  | timed-out   | broker:1 has not answered within 5000 ms",
        "ADDRESS_FULL         | full        | broker:1 takes no more",
        "QUEUE_DOES_NOT_EXIST | no-queue    | has not loaded bus.properties",
        "INTERNAL_ERROR       | other       | the broker answered INTERNAL_ERROR",
      })
  void whatAnOutsideBrokerAnswersIsToldInOurWords(
      ActiveMQExceptionType type, String kind, String words) {
    BrokerOutage outage = outside("tcp://broker:1", type);

    assertThat(outage.kind()).isEqualTo(kind);
    assertThat(outage.sentence()).contains(words).doesNotContain("Anna");
  }

  @Test
  void aDiskThatFailsIsNamedBeforeTheProcessEnds(CapturedOutput output) {
    AtomicInteger status = new AtomicInteger();
    DiskFailureHalt disk =
        new DiskFailureHalt(() -> "data/broker, 0.0 GB of 20.0 GB are free", status::set);

    disk.onIOException(new IOException(QUOTE), "No space left on device", "journal-1.amq");

    assertThat(status).hasValue(BrokerWatchdog.STATUS);
    assertThat(output.getAll())
        .contains(
            "cannot write to data/broker, 0.0 GB of 20.0 GB are free (No space left on device at journal-1.amq)")
        .doesNotContain("Anna");
  }
}
