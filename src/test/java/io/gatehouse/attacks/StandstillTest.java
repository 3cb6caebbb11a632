package io.gatehouse.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.attacks.SlowConnections.Kind;
import io.gatehouse.faults.Chaos;
import io.gatehouse.gateway.FreePorts;
import io.gatehouse.gateway.GatewayProcess;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A thousand connections that occupy what they can, beside well-behaved senders. The gateway is as
 * it is packaged, without a profile, and all of them come from one address.
 */
class StandstillTest {

  static final String KEY = "a-key-of-the-standstill-test";

  private static final int CONNECTIONS = 1000;
  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private static Path folder;

  private static GatewayProcess gateway;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    int[] ports = FreePorts.several(2);
    port = ports[0];
    Map<String, String> settings = new HashMap<>();
    settings.put("server.port", Integer.toString(ports[0]));
    settings.put("management.server.port", Integer.toString(ports[1]));
    settings.put("gatehouse.broker.data-directory", folder.resolve("broker").toString());
    settings.put("argos.key", KEY);
    settings.put("veriff.enabled", "true");
    settings.put("veriff.signature-secret", "a-secret-of-the-standstill-test");
    settings.put("ondato.oauth2.client-id", "ondato");
    settings.put("ondato.oauth2.client-secret", "a-client-secret-of-the-standstill-test");
    settings.put("thekyb.key", "another-key-of-the-standstill-test");
    for (String vendor : Set.of("kompliant", "kompar")) {
      settings.put(vendor + ".enabled", "false");
    }
    gateway = GatewayProcess.startAsPackaged(settings);
    await()
        .atMost(Duration.ofSeconds(90))
        .failFast(() -> assertThat(gateway.process().isAlive()).as(gateway::output).isTrue())
        .until(() -> isReady(ports[1]));
    HonestSenders.send(port, WARM_UP);
  }

  private static boolean isReady(int managementPort) {
    try {
      URI readiness =
          URI.create("http://127.0.0.1:" + managementPort + "/actuator/health/readiness");
      return ((HttpURLConnection) readiness.toURL().openConnection()).getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyHonestEventIsTakenBeside(Kind kind) throws Exception {
    HonestSenders.Result beside = attack(kind, SHORT);

    assertThat(beside.outcomes().keySet()).as(beside.outcomes().toString()).containsExactly("200");
    assertThat(beside.quantile(0.99)).isLessThan(Duration.ofSeconds(5));
  }

  @Chaos
  @ParameterizedTest
  @EnumSource
  void everyHonestEventIsTakenAlmostAsSoonBeside(Kind kind) throws Exception {
    HonestSenders.Result before = HonestSenders.send(port, LONG.dividedBy(2));
    HonestSenders.Result beside = attack(kind, LONG);
    HonestSenders.Result after = HonestSenders.send(port, LONG.dividedBy(2));

    Duration alone = longer(before.quantile(0.99), after.quantile(0.99));
    System.out.printf(
        "%s: p99 %d us alone, %d us beside it%n",
        kind, alone.toNanos() / 1000, beside.quantile(0.99).toNanos() / 1000);
    assertThat(beside.outcomes().keySet()).as(beside.outcomes().toString()).containsExactly("200");
    assertThat(beside.quantile(0.99)).isLessThan(alone.multipliedBy(5));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static HonestSenders.Result attack(Kind kind, Duration time) throws Exception {
    try (SlowConnections connections = SlowConnections.open(port, CONNECTIONS, kind)) {
      HonestSenders.Result result = HonestSenders.send(port, time);
      assertThat(connections.opened()).isGreaterThanOrEqualTo(CONNECTIONS);
      return result;
    }
  }
}
