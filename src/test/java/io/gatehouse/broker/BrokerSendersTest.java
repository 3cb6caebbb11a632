package io.gatehouse.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.gatehouse.broker.BrokerConnectionConfiguration.Broker;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both senders, the embedded one and the client: consumers cannot distinguish their messages. */
class BrokerSendersTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String QUEUE = "kyc.identity";

  /** Larger than one record of the journal. */
  private static final int LARGE = 2_000_000;

  @TempDir private Path folder;
  private EmbeddedBroker broker;
  private Broker connection;
  private JMSContext consumers;

  enum Way {
    STRAIGHT,
    AS_CLIENT
  }

  @BeforeEach
  void start() throws Exception {
    broker =
        new EmbeddedBroker(
            new EmbeddedBrokerProperties(
                folder, Path.of("routes/bus.properties"), "", "", "", false, 200_000, 99));
    broker.afterPropertiesSet();
    connection =
        new Broker(broker.url(), EmbeddedBroker.GATEWAY_USER, broker.gatewayPassword(), false);
    consumers = connection.connections(5_000).createContext();
  }

  @AfterEach
  void stop() throws Exception {
    consumers.close();
    broker.destroy();
  }

  private CompletableFuture<Void> send(Way way, OutgoingMessage outgoing) throws JMSException {
    List<BrokerSender> senders =
        way == Way.STRAIGHT
            ? broker.senders(1, PATIENCE)
            : ClientBrokerSender.several(1, connection, PATIENCE);
    try (BrokerSender sender = senders.get(0)) {
      CompletableFuture<Void> confirmed = new CompletableFuture<>();
      sender.send(outgoing, confirmed);
      confirmed.exceptionally(failure -> null).join();
      return confirmed;
    }
  }

  private Message received() {
    try (JMSConsumer consumer = consumers.createConsumer(consumers.createQueue(QUEUE))) {
      return consumer.receive(PATIENCE.toMillis());
    }
  }

  private boolean isEmpty() {
    try (JMSConsumer consumer = consumers.createConsumer(consumers.createQueue(QUEUE))) {
      return consumer.receive(200) == null;
    }
  }

  private static Map<String, Object> eventProperties() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("cloudEvents_id", "1");
    properties.put("cloudEvents_subject", "Åsa 한국");
    properties.put("JMSXGroupID", "kompliant 1");
    properties.put("JMS_AMQP_ContentType", "application/json");
    properties.put("_AMQ_DUPL_ID", "kompliant 1");
    properties.put("_AMQ_BRIDGE_DUP", "kompliant 1".getBytes(UTF_8));
    return properties;
  }

  private static OutgoingMessage event() {
    return new OutgoingMessage(QUEUE, "{\"name\":\"Åsa 한국\"}", eventProperties(), Duration.ZERO);
  }

  /** A message as a consumer sees it, without what differs between any two. */
  private static Map<String, Object> seen(Message message) throws JMSException {
    Map<String, Object> seen = new TreeMap<>();
    Enumeration<?> names = message.getPropertyNames();
    while (names.hasMoreElements()) {
      String name = (String) names.nextElement();
      seen.put(name, message.getObjectProperty(name));
    }
    seen.put("kind", message instanceof TextMessage ? "text" : "bytes");
    seen.put("body", message.getBody(Object.class));
    seen.put("destination", message.getJMSDestination());
    seen.put("mode", message.getJMSDeliveryMode());
    seen.put("priority", message.getJMSPriority());
    seen.put("type", String.valueOf(message.getJMSType()));
    seen.put("redelivered", message.getJMSRedelivered());
    return seen;
  }

  @Test
  void consumersSeeTheSameMessageWhicheverWayItCame() throws Exception {
    send(Way.AS_CLIENT, event()).join();
    Map<String, Object> asClient = seen(received());
    stop();
    setUpAfresh();
    send(Way.STRAIGHT, event()).join();

    Message straight = received();

    assertThat(seen(straight)).isEqualTo(asClient).containsEntry("mode", DeliveryMode.PERSISTENT);
    assertThat(straight.getJMSMessageID()).startsWith("ID:");
    assertThat(Instant.ofEpochMilli(straight.getJMSTimestamp()))
        .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    assertThat(straight.getJMSExpiration()).isZero();
  }

  private void setUpAfresh() throws Exception {
    folder = folder.resolve("afresh");
    start();
  }

  @ParameterizedTest
  @EnumSource
  void bytesArriveAsBytes(Way way) throws Exception {
    byte[] raw = {0, -1, 127, '{'};

    send(way, new OutgoingMessage(QUEUE, raw, Map.of(), Duration.ZERO)).join();

    Message message = received();
    assertThat(message).isInstanceOf(BytesMessage.class);
    assertThat(message.getBody(byte[].class)).isEqualTo(raw);
  }

  @ParameterizedTest
  @EnumSource
  void aMessageLargerThanTheJournalsRecordsArrivesWhole(Way way) throws Exception {
    String large = "x".repeat(LARGE);

    send(way, new OutgoingMessage(QUEUE, large, eventProperties(), Duration.ZERO)).join();

    assertThat(received().getBody(String.class)).isEqualTo(large);
  }

  @ParameterizedTest
  @EnumSource
  void aTextInUtf8ArrivesAsTheSameTextWhateverItsSize(Way way) throws Exception {
    for (int times : new int[] {0, 1, 20_000, 30_000, 40_000, 90_000, 400_000}) {
      String text = "Åsa 한🙂".repeat(times);
      Utf8Text utf8 = new Utf8Text(text.getBytes(UTF_8));

      send(way, new OutgoingMessage(QUEUE, utf8, Map.of(), Duration.ZERO)).join();

      assertThat(received().getBody(String.class)).isEqualTo(text);
    }
  }

  @Test
  void consumersSeeTheSameLargeMessageWhicheverWayItCame() throws Exception {
    Utf8Text large = new Utf8Text("Åsa 한🙂".repeat(LARGE / 8).getBytes(UTF_8));
    OutgoingMessage outgoing = new OutgoingMessage(QUEUE, large, eventProperties(), Duration.ZERO);
    send(Way.AS_CLIENT, outgoing).join();
    Map<String, Object> asClient = seen(received());
    stop();
    setUpAfresh();

    send(Way.STRAIGHT, outgoing).join();

    assertThat(seen(received())).isEqualTo(asClient);
  }

  @ParameterizedTest
  @ValueSource(ints = {LARGE / 3, LARGE})
  void aLargeMessageThatRepeatsAnotherLeavesNothingOnDisk(int length) throws Exception {
    byte[] large = new byte[length];
    OutgoingMessage outgoing = new OutgoingMessage(QUEUE, large, eventProperties(), Duration.ZERO);
    send(Way.STRAIGHT, outgoing).join();
    List<Path> before = files();

    send(Way.STRAIGHT, outgoing).join();

    await().untilAsserted(() -> assertThat(files()).hasSameElementsAs(before).isNotEmpty());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("large-messages"))) {
      return files.toList();
    }
  }

  /** 490 KB, the journal's buffer, is the limit of a record; a character is two bytes. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 124_000, 125_000, 126_000, 249_000, 250_000, 250_800, 251_000})
  void aMessageOfAnySizeArrivesWhole(int length) throws Exception {
    String text = "x".repeat(length);

    send(Way.STRAIGHT, new OutgoingMessage(QUEUE, text, eventProperties(), Duration.ZERO)).join();

    assertThat(received().getBody(String.class)).isEqualTo(text);
  }

  @ParameterizedTest
  @EnumSource
  void theSecondOfTwoWithOneIdIsConfirmedAndDropped(Way way) throws Exception {
    send(way, event()).join();
    send(way, event()).join();

    assertThat(received()).isNotNull();
    assertThat(isEmpty()).isTrue();
  }

  @Test
  void ofEqualOnesAtOneMomentOneIsKeptAndAllAreConfirmed() {
    try (BrokerSender sender = broker.senders(1, PATIENCE).get(0)) {
      List<CompletableFuture<Void>> confirmed =
          Stream.generate(CompletableFuture<Void>::new).limit(16).toList();

      CompletableFuture.allOf(
              confirmed.stream()
                  .map(one -> CompletableFuture.runAsync(() -> sender.send(event(), one)))
                  .toArray(CompletableFuture[]::new))
          .join();

      assertThat(confirmed).allSatisfy(one -> assertThat(one).succeedsWithin(PATIENCE));
      assertThat(received()).isNotNull();
      assertThat(isEmpty()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatHasLivedItsTimeIsGone(Way way) throws Exception {
    send(way, OutgoingMessage.text(QUEUE, "short", Duration.ofMillis(1))).join();
    send(way, OutgoingMessage.text(QUEUE, "long", Duration.ofHours(1))).join();

    Message message = received();
    assertThat(message.getBody(String.class)).isEqualTo("long");
    assertThat(message.getJMSExpiration() - message.getJMSTimestamp()).isEqualTo(3_600_000);
  }

  @ParameterizedTest
  @EnumSource
  void aMessageForAQueueThatIsNotThereFailsEachTime(Way way) throws Exception {
    OutgoingMessage lost =
        new OutgoingMessage("kyc.gone", "lost", eventProperties(), Duration.ZERO);

    CompletableFuture<Void> first = send(way, lost);
    CompletableFuture<Void> second = send(way, lost);

    assertThatThrownBy(first::join).hasMessageContaining("kyc.gone");
    assertThatThrownBy(second::join)
        .as("its id has not been remembered")
        .hasMessageContaining("kyc.gone");
  }

  @Test
  void aBrokerThatHasStoppedTakesNothing() throws Exception {
    BrokerSender sender = broker.senders(1, PATIENCE).get(0);
    consumers.close();
    broker.destroy();
    CompletableFuture<Void> confirmed = new CompletableFuture<>();

    sender.send(event(), confirmed);

    assertThatThrownBy(() -> confirmed.get(1, TimeUnit.SECONDS))
        .hasRootCauseMessage("The broker is not active");
  }

  @Test
  void aClosedSenderTakesNothing() {
    BrokerSender sender = broker.senders(1, PATIENCE).get(0);
    sender.close();
    CompletableFuture<Void> confirmed = new CompletableFuture<>();

    sender.send(event(), confirmed);

    assertThat(confirmed).isCompletedExceptionally();
    assertThat(isEmpty()).isTrue();
  }

  @Test
  void whatHasItsOutcomeIsNotSent() throws Exception {
    CompletableFuture<Void> failed = CompletableFuture.failedFuture(new IllegalStateException());

    broker.senders(1, PATIENCE).get(0).send(event(), failed);

    assertThat(isEmpty()).isTrue();
  }
}
