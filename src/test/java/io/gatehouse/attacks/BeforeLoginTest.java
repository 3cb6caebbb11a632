package io.gatehouse.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Scrape;
import io.gatehouse.gateway.Wire;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ClusterConnectMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateAddressMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateQueueMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateQueueMessage_V2;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateSharedQueueMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionDeleteQueueMessage;
import org.apache.activemq.artemis.core.server.impl.QueueConfigurationUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client may send to the broker before login in Artemis's own protocol. */
class BeforeLoginTest {

  private static final SimpleString NEW = SimpleString.of("new");
  private static final SimpleString EVENTS = SimpleString.of("kyc.identity");
  private static final long REPLICAS = 2;
  private static final long CLUSTERS = 3;

  private final Gateway gateway = Gateway.shared();

  static Stream<Arguments> packetsOfOtherBrokers() {
    QueueConfiguration queue = QueueConfiguration.of(NEW).setAddress(EVENTS);
    QueueConfigurationUtils.applyStaticDefaults(queue);
    return Stream.of(
        Arguments.of(1, new CreateQueueMessage(EVENTS, NEW, null, true, false, false)),
        Arguments.of(1, new CreateQueueMessage_V2(queue, false)),
        Arguments.of(1, new CreateSharedQueueMessage(EVENTS, NEW, null, true, false)),
        Arguments.of(
            1, new CreateAddressMessage(NEW, EnumSet.of(RoutingType.ANYCAST), false, false)),
        Arguments.of(1, new SessionDeleteQueueMessage(EVENTS)),
        Arguments.of(0, new CreateQueueMessage(EVENTS, NEW, null, true, false, false)),
        Arguments.of(REPLICAS, new ClusterConnectMessage("gatehouse", "")),
        Arguments.of(CLUSTERS, new ClusterConnectMessage("gatehouse", "")));
  }

  @ParameterizedTest
  @MethodSource("packetsOfOtherBrokers")
  void whoSpeaksLikeAnotherBrokerIsCutOffAndCounted(long channel, Packet packet) throws Exception {
    double before = refusals();
    try (ServerLocator locator = locator();
        ClientSessionFactory stranger = locator.createSessionFactory()) {
      CoreRemotingConnection connection = (CoreRemotingConnection) stranger.getConnection();

      connection.getChannel(channel, -1).send(packet);

      await().atMost(Duration.ofSeconds(10)).until(connection::isDestroyed);
    }
    assertThat(refusals()).isEqualTo(before + 1);
    assertThat(queueExists(NEW)).isFalse();
    assertThat(queueExists(EVENTS)).isTrue();
  }

  @Test
  void whatClientsAskBeforeTheyLogInIsTaken() throws Exception {
    double before = refusals();

    assertThat(queueExists(EVENTS)).isTrue();
    assertThat(refusals()).isEqualTo(before);
  }

  @Test
  void aClientThatLogsInForItsConnectionIsTaken() throws Exception {
    double before = refusals();
    String connection =
        "tcp://127.0.0.1:%d?connectionUser=bus&connectionPassword=bus"
            .formatted(gateway.brokerPort());

    try (ServerLocator locator = ActiveMQClient.createServerLocator(connection);
        ClientSessionFactory factory = locator.createSessionFactory();
        ClientSession session = factory.createSession("bus", "bus", false, true, true, false, 0)) {
      assertThat(session.queueQuery(EVENTS).isExists()).isTrue();
    }
    assertThat(refusals()).isEqualTo(before);
  }

  /** Starts without a login, in hex, that no client makes: of AMQP, and of CORE. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a frame of 2 GB, 414d515000010000 7f7f7f7f 02000000",
    "noise,           414d515000010000 63616e617279 63616e617279",
    "a packet of 2 GB, 415254454d4953 7fffffff 1e000000",
    "a packet of 1 MB, 415254454d4953 00100000 1e000000"
  })
  void aClientWhoseFirstFrameIsNoneIsCutOff(String name, String bytes) throws IOException {
    try (Socket socket = Wire.connect(gateway.brokerPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(HexFormat.of().parseHex(bytes.replace(" ", "")));

      assertThat(catchThrowable(() -> socket.getInputStream().readAllBytes()))
          .satisfiesAnyOf(
              end -> assertThat(end).isNull(),
              end -> assertThat(end).isExactlyInstanceOf(SocketException.class));
    }
  }

  private double refusals() {
    return Scrape.of(gateway).value("gatehouse_broker_refusals_total");
  }

  private ServerLocator locator() throws Exception {
    return ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + gateway.brokerPort())
        .setReconnectAttempts(0);
  }

  private boolean queueExists(SimpleString name) throws Exception {
    try (ServerLocator locator = locator();
        ClientSessionFactory factory = locator.createSessionFactory();
        ClientSession session = factory.createSession("bus", "bus", false, true, true, false, 0)) {
      return session.queueQuery(name).isExists();
    }
  }
}
