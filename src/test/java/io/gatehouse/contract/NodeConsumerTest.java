package io.gatehouse.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code docs/consumers/node}, as the page beside it says to run it. */
class NodeConsumerTest extends ConsumerProgram {

  @Override
  List<String> command(int port, String queue) throws IOException {
    Path program = Npm.installed(Path.of("docs/consumers/node")).resolve("read-events.js");
    return List.of(
        "node", program.toString(), "127.0.0.1", Integer.toString(port), "bus", "bus", queue);
  }
}
