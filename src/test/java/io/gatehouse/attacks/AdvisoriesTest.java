package io.gatehouse.attacks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.gateway.FreePorts;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.GatewayProcess;
import io.gatehouse.gateway.Wire;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import javax.management.ObjectName;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

/** Published vulnerabilities of the gateway's dependencies, each shown to be unreachable here. */
class AdvisoriesTest {

  private static final int SHORT = 1_500;

  private final Gateway gateway = Gateway.shared();

  // Artemis below 2.57: what can be done before, and without, a login.

  /** Greetings of protocols that are not offered, in hex, and a broker's response to them. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "STOMP, 434f4e4e4543540a6163636570742d76657273696f6e3a312e320a686f73743a680a0a00, 434f4e4e4543544544",
    "STOMP with a login, 434f4e4e4543540a6c6f67696e3a6275730a70617373636f64653a6275730a686f73743a680a0a00, 434f4e4e4543544544",
    "MQTT 3.1.1, 100d00044d5154540402003c000161, 20",
    "MQTT 5, 100e00044d5154540502003c00000161, 20",
    "OpenWire, 0000001001416374697665 4d510000000c00000000, 4163746976654d51",
    "HTTP, 474554202f20485454502f312e310d0a486f73743a20680d0a0d0a, 48545450",
    "nothing at all, '', 41"
  })
  void theBrokerSpeaksNoProtocolButCoreAndAmqp(String name, String hello, String welcome)
      throws IOException {
    try (Socket socket = Wire.connect(gateway.brokerPort())) {
      socket.setSoTimeout(SHORT);
      socket.getOutputStream().write(HexFormat.of().parseHex(hello.replace(" ", "")));

      assertThat(whatComes(socket))
          .doesNotContain(new String(HexFormat.of().parseHex(welcome), ISO_8859_1));
    }
  }

  private static String whatComes(Socket socket) throws IOException {
    StringBuilder received = new StringBuilder();
    InputStream in = socket.getInputStream();
    try {
      for (int b = in.read(); b >= 0; b = in.read()) {
        received.append((char) b);
      }
    } catch (SocketTimeoutException | java.net.SocketException e) {
      // Silence and a reset both mean that the client is refused.
    }
    return received.toString();
  }

  @Test
  void theBrokerSpeaksAmqp() throws IOException {
    try (Socket socket = Wire.connect(gateway.brokerPort())) {
      socket.setSoTimeout(SHORT);
      byte[] sasl = {'A', 'M', 'Q', 'P', 3, 1, 0, 0};
      socket.getOutputStream().write(sasl);

      byte[] answer = socket.getInputStream().readNBytes(8);

      assertThat(new String(answer, ISO_8859_1)).isEqualTo(new String(sasl, ISO_8859_1));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "core, ,",
    "core, '', ''",
    "core, bus, wrong",
    "core, bus, ''",
    "core, gatehouse, bus",
    "core, gatehouse, ''",
    "core, guest, guest",
    "core, admin, admin",
    "core, artemis, artemis",
    "core, ACTIVEMQ.CLUSTER.ADMIN.USER, CHANGE ME!!",
    "core, ACTIVEMQ.CLUSTER.ADMIN.USER, ''",
    "amqp, ,",
    "amqp, bus, wrong",
    "amqp, gatehouse, bus",
    "amqp, guest, guest",
    "amqp, ACTIVEMQ.CLUSTER.ADMIN.USER, CHANGE ME!!"
  })
  void nobodyLogsInButTheConfiguredUser(String protocol, String user, String password) {
    assertThatThrownBy(() -> connect(protocol, user, password).close())
        .isInstanceOf(JMSException.class);
  }

  private Connection connect(String protocol, String user, String password) throws JMSException {
    ConnectionFactory factory =
        protocol.equals("amqp")
            ? new JmsConnectionFactory("amqp://127.0.0.1:" + gateway.brokerPort())
            : new ActiveMQConnectionFactory("tcp://127.0.0.1:" + gateway.brokerPort());
    Connection connection = factory.createConnection(user, password);
    try {
      connection.start();
      connection.createSession(false, Session.AUTO_ACKNOWLEDGE).close();
      return connection;
    } catch (JMSException e) {
      connection.close();
      throw e;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "core, $sys.mqtt.sessions",
    "core, activemq.management",
    "core, activemq.notifications",
    "core, gatehouse.notes",
    "core, gatehouse.probe",
    "core, kyc.new",
    "core, new",
    "amqp, activemq.management",
    "amqp, $management",
    "amqp, gatehouse.notes",
    "amqp, kyc.new",
    "amqp, new"
  })
  void aConsumerReachesTheQueuesOfEventsAlone(String protocol, String queue) throws Exception {
    try (Connection connection = connect(protocol, "bus", "bus");
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      assertThatThrownBy(
              () ->
                  session
                      .createProducer(session.createQueue(queue))
                      .send(session.createTextMessage("x")))
          .isInstanceOf(JMSException.class);
      assertThatThrownBy(() -> session.createConsumer(session.createQueue(queue)))
          .isInstanceOf(JMSException.class);
    }
  }

  @Test
  void aConsumerMakesNoQueuesTopicsOrSubscriptions() throws Exception {
    try (Connection connection = connect("core", "bus", "bus");
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      assertThatThrownBy(session::createTemporaryQueue).isInstanceOf(JMSException.class);
      assertThatThrownBy(() -> session.createConsumer(session.createTopic("kyc.identity")))
          .isInstanceOf(JMSException.class);
      assertThatThrownBy(
              () -> session.createSharedDurableConsumer(session.createTopic("kyc.identity"), "s"))
          .isInstanceOf(JMSException.class);
    }
  }

  @Test
  void aManagementMessageIsRefused() throws Exception {
    try (Connection connection = connect("core", "bus", "bus");
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      jakarta.jms.Message message = session.createMessage();
      org.apache.activemq.artemis.api.jms.management.JMSManagementHelper.putOperationInvocation(
          message, "broker", "listQueues", "", 1, 10);

      assertThatThrownBy(
              () ->
                  session.createProducer(session.createQueue("activemq.management")).send(message))
          .isInstanceOf(JMSSecurityException.class);
    }
  }

  @Test
  void aProcessListensWhereItIsToldToAndNowhereElse(@TempDir Path folder) throws Exception {
    int http = FreePorts.one();
    int management = FreePorts.one();
    int standIns = FreePorts.one();
    Map<String, String> settings =
        Map.of(
            "server.port", Integer.toString(http),
            "management.server.port", Integer.toString(management),
            "stand-ins.port", Integer.toString(standIns),
            "gatehouse.broker.acceptor", "",
            "gatehouse.broker.data-directory", folder.resolve("broker").toString());
    org.junit.jupiter.api.Assumptions.assumeTrue(
        Files.isDirectory(Path.of("/proc/self/net")), "needs Linux's /proc");
    try (GatewayProcess process = GatewayProcess.start("local", settings)) {
      org.awaitility.Awaitility.await()
          .atMost(java.time.Duration.ofSeconds(90))
          .until(() -> process.output().contains("Gatehouse is ready"));

      assertThat(listening(process.process().pid()))
          .containsExactlyInAnyOrder(http, management, standIns);
    }
  }

  /** The ports that a process listens at, by the kernel's own tables. */
  private static java.util.Set<Integer> listening(long pid) throws IOException {
    java.util.Set<String> sockets = new java.util.HashSet<>();
    try (var links = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path link : links.toList()) {
        String target =
            Files.exists(link, java.nio.file.LinkOption.NOFOLLOW_LINKS)
                ? Files.readSymbolicLink(link).toString()
                : "";
        if (target.startsWith("socket:[")) {
          sockets.add(target.substring(8, target.length() - 1));
        }
      }
    }
    java.util.Set<Integer> ports = new java.util.TreeSet<>();
    for (String table : new String[] {"tcp", "tcp6"}) {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
        String[] columns = line.strip().split("\\s+");
        if (columns[3].equals("0A") && sockets.contains(columns[9])) {
          String local = columns[1];
          ports.add(Integer.parseInt(local.substring(local.indexOf(':') + 1), 16));
        }
      }
    }
    return ports;
  }

  // CVE-2026-85316, camel-platform-http: a path that starts with "proxy" becomes a proxy.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "platform-http:proxy",
        "platform-http:proxy/webhooks/kompliant",
        "platform-http:/proxy",
        "platform-http://proxy",
        "platform-http",
        "platform-http:/webhook/kompliant",
        "netty-http:proxy"
      })
  void aRouteThatWouldBeAProxyStopsTheStart(String uri, @TempDir Path folder) throws IOException {
    FileSystemUtils.copyRecursively(Path.of("routes"), folder.resolve("routes"));
    Path file = folder.resolve("routes/vendors/kompliant.camel.yaml");
    Files.writeString(
        file, Files.readString(file).replace("platform-http:/webhooks/kompliant", uri));

    assertThatThrownBy(
            () ->
                Gateway.start(
                        Map.of("gatehouse.routes.directory", folder.resolve("routes").toString()))
                    .close())
        .hasStackTraceContaining("must start from platform-http:/webhooks/");
  }

  @Test
  void theGatewayIsNobodysProxy() {
    String received =
        Raw.send(
            gateway.port(),
            new String(
                ("GET http://127.0.0.1:%d/actuator/health HTTP/1.1\r\nHost: 127.0.0.1:%1$d\r\nConnection: close\r\n\r\n"
                        .formatted(gateway.managementPort()))
                    .getBytes(US_ASCII),
                US_ASCII));

    assertThat(received).startsWith("HTTP/1.1 404");
  }

  // Management: nothing by JMX, two things by HTTP.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.camel:*",
        "org.apache.activemq.artemis:*",
        "org.springframework.boot:*",
        "Tomcat:*",
        "jolokia:*",
        "com.zaxxer.hikari:*"
      })
  void nothingIsManagedByJmx(String pattern) throws Exception {
    assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName(pattern), null))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auditevents",
        "beans",
        "caches",
        "camel",
        "camelroutes",
        "conditions",
        "configprops",
        "env",
        "flyway",
        "gateway",
        "heapdump",
        "httpexchanges",
        "info",
        "integrationgraph",
        "jolokia",
        "liquibase",
        "logfile",
        "loggers",
        "mappings",
        "metrics",
        "quartz",
        "refresh",
        "restart",
        "sbom",
        "scheduledtasks",
        "sessions",
        "shutdown",
        "startup",
        "threaddump"
      })
  void noOtherEndpointIsThere(String endpoint) throws Exception {
    for (int port : new int[] {gateway.managementPort(), gateway.port()}) {
      for (String method : new String[] {"GET", "POST"}) {
        HttpResponse<String> answer =
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + port + "/actuator/" + endpoint))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                    HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(method + " at " + port).isIn(404, 405);
        assertThat(answer.body()).doesNotContainIgnoringCase("tomcat").doesNotContain("trace");
      }
    }
  }

  @Test
  void healthTellsNothingButUpOrDown() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(
                            "http://127.0.0.1:" + gateway.managementPort() + "/actuator/health"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(answer.body()).doesNotContain("components", "details", "path");
  }
}
