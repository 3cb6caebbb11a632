package io.gatehouse.faults;

import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A gateway in the test's own process, at an external broker, with short probe intervals. */
final class OutsideGateway implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final Gateway gateway;

  private OutsideGateway(Gateway gateway) {
    this.gateway = gateway;
  }

  /** Starts one that delivers to this receiver, and does not wait for its readiness. */
  static OutsideGateway start(Path folder, String brokerUrl, Receiver receiver) throws IOException {
    return start(folder, brokerUrl, Map.of("crm.enabled", "false", "kyc-core.url", receiver.url()));
  }

  /** Starts one with these settings, and does not wait for its readiness. */
  static OutsideGateway start(Path folder, String brokerUrl, Map<String, String> settings)
      throws IOException {
    Map<String, String> all = new HashMap<>();
    all.put("spring.artemis.mode", "native");
    all.put("spring.artemis.broker-url", brokerUrl);
    all.put("spring.artemis.user", OutsideBroker.GATEWAY);
    all.put("spring.artemis.password", OutsideBroker.GATEWAY_PASSWORD);
    all.put(Victim.PROBE_INTERVAL, "300");
    all.put("gatehouse.bus.send-timeout-millis", "1500");
    all.putAll(settings);
    return new OutsideGateway(Gateway.start(Files.createDirectories(folder), all));
  }

  Gateway gateway() {
    return gateway;
  }

  int port() {
    return gateway.port();
  }

  void awaitReadiness(int status) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> Victim.status(gateway.managementPort(), "/actuator/health/readiness") == status);
  }

  @Override
  public void close() {
    gateway.close();
  }
}
