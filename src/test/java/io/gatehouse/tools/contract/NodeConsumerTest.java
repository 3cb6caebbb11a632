package io.gatehouse.tools.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code docs/consumers/node}, run as the page beside it describes. */
class NodeConsumerTest extends ConsumerProgram {

  private Path folder;

  @Override
  List<String> command(int port, String queue) throws IOException {
    if (folder == null) {
      folder = Npm.installed(Path.of("docs/consumers/node"));
    }
    return List.of(
        "node",
        folder.resolve("read-events.js").toString(),
        "127.0.0.1",
        Integer.toString(port),
        "bus",
        "bus",
        queue);
  }
}
