package io.gatehouse.tools.contract;

import io.gatehouse.gateway.GatewayProcess;
import java.util.List;

/** {@code docs/consumers/java}, run as the page beside it describes. */
class JavaConsumerTest extends ConsumerProgram {

  @Override
  List<String> command(int port, String queue) {
    return List.of(
        GatewayProcess.java(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        "docs/consumers/java/ReadEvents.java",
        "tcp://127.0.0.1:" + port,
        "bus",
        "bus",
        queue);
  }
}
