package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways share a broker, and to vendors they are one. */
class TwoGatewaysTest {

  @TempDir Path folder;

  @Test
  void equalEventsAtBothGatewaysAtOnceAreOne() throws Exception {
    try (OutsideBroker broker = new OutsideBroker.Plan(folder.resolve("broker")).start();
        Victim one = gateway("one", broker).launch();
        Victim other = gateway("other", broker).launch()) {
      one.awaitReadiness(200);
      other.awaitReadiness(200);
      int pairs = 8;
      int events = Integer.getInteger("events", 200);
      ExecutorService senders = Executors.newFixedThreadPool(2 * pairs);
      List<Callable<List<String>>> work = new ArrayList<>();
      for (int pair = 0; pair < pairs; pair++) {
        String subject = "twin-" + pair;
        CyclicBarrier together = new CyclicBarrier(2);
        for (Victim gateway : List.of(one, other)) {
          work.add(() -> send(gateway.port(), subject, events, together));
        }
      }
      List<String> ids = new ArrayList<>();
      List<Future<List<String>>> results = senders.invokeAll(work);
      for (int i = 0; i < results.size(); i += 2) {
        assertThat(results.get(i).get()).isEqualTo(results.get(i + 1).get());
        ids.addAll(results.get(i).get());
      }
      senders.shutdown();
      Stored stored = new Stored().take(broker.port(), ids);
      assertThat(History.compare(ids, stored.ids()))
          .matches(History.Verdict::isClean, "nothing lost and nothing doubled");
    }
  }

  private static List<String> send(int port, String subject, int events, CyclicBarrier together)
      throws Exception {
    List<String> ids = new ArrayList<>();
    try (Sender sender = new Sender(port)) {
      for (int i = 0; i < events; i++) {
        together.await();
        Sender.Reply reply = sender.send(subject + "-" + i, subject);
        assertThat(reply.status()).isEqualTo(200);
        ids.add(subject + "-" + i);
      }
    }
    return ids;
  }

  private Victim.Plan gateway(String name, OutsideBroker broker) throws IOException {
    return new Victim.Plan(folder.resolve(name)).at("tcp://127.0.0.1:" + broker.port());
  }
}
