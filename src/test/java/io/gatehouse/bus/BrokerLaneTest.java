package io.gatehouse.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.persistence.impl.journal.OperationContextImpl;
import org.apache.activemq.artemis.core.postoffice.RoutingStatus;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lane and a journal that has an error, which no client can cause. */
class BrokerLaneTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String QUEUE = "kyc.identity";

  private final AtomicBoolean error = new AtomicBoolean();
  private ActiveMQServer broker;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration.setSecurityEnabled(false);
    configuration.setBrokerInstance(folder.toFile());
    configuration.registerBrokerPlugin(new FailingWrites());
    broker = ActiveMQServers.newActiveMQServer(configuration);
    broker.start();
    broker.createQueue(QueueConfiguration.of(QUEUE).setRoutingType(RoutingType.ANYCAST));
  }

  @AfterEach
  void stop() throws Exception {
    broker.stop();
  }

  @Test
  void anErrorFailsWhatIsOnItsWayAndNothingAfterThat() {
    try (Lane lane = new BrokerLane(broker, PATIENCE)) {
      error.set(true);
      assertThat(sent(lane)).failsWithin(PATIENCE).withThrowableThat().withMessageContaining("bad");
      error.set(false);

      assertThat(sent(lane)).succeedsWithin(PATIENCE);
    }
  }

  private static CompletableFuture<Void> sent(Lane lane) {
    CompletableFuture<Void> confirmed = new CompletableFuture<>();
    lane.send(new Draft(QUEUE, "one", Map.of(), Duration.ZERO), confirmed);
    return confirmed;
  }

  private final class FailingWrites implements ActiveMQServerMessagePlugin {

    @Override
    public void afterMessageRoute(
        Message message,
        RoutingContext context,
        boolean direct,
        boolean rejectDuplicates,
        RoutingStatus result) {
      if (error.get()) {
        OperationContextImpl.getContext().onError(ActiveMQExceptionType.IO_ERROR.getCode(), "bad");
      }
    }
  }
}
