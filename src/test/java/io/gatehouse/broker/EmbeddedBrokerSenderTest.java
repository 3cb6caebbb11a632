package io.gatehouse.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.impl.journal.OperationContextImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sender with a journal that is late or has an error, which no client can cause. */
class EmbeddedBrokerSenderTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String QUEUE = "kyc.identity";

  private final AtomicReference<Consumer<OperationContext>> journal = new AtomicReference<>();
  private ActiveMQServer broker;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration.setSecurityEnabled(false);
    configuration.setBrokerInstance(folder.toFile());
    configuration.registerBrokerPlugin(new Journal());
    broker = ActiveMQServers.newActiveMQServer(configuration);
    AmqpProtocol.addTo(broker);
    broker.start();
    broker.createQueue(QueueConfiguration.of(QUEUE).setRoutingType(RoutingType.ANYCAST));
  }

  @AfterEach
  void stop() throws Exception {
    broker.stop();
  }

  @Test
  void whatRepeatsAMessageIsConfirmedAfterIt() {
    AtomicReference<OperationContext> late = new AtomicReference<>();
    journal.set(
        written -> {
          written.storeLineUp();
          late.set(written);
        });
    try (BrokerSender sender =
        new EmbeddedBrokerSender(
            broker, PATIENCE, new DiskFailureHalt(() -> "target", status -> {}))) {
      CompletableFuture<Void> original = sent(sender);
      journal.set(written -> {});
      CompletableFuture<Void> repeated = sent(sender);

      assertThat(repeated).isNotCompleted();
      late.get().done();

      assertThat(original).succeedsWithin(PATIENCE);
      assertThat(repeated).succeedsWithin(PATIENCE);
    }
  }

  @Test
  void aSenderWhoseJournalIsLateStandsStillUntilItConfirms() {
    AtomicReference<OperationContext> late = new AtomicReference<>();
    journal.set(
        written -> {
          written.storeLineUp();
          late.set(written);
        });
    MeterRegistry registry = new SimpleMeterRegistry();
    try (BrokerSender sender =
        new EmbeddedBrokerSender(
            broker, PATIENCE, new DiskFailureHalt(() -> "target", status -> {}))) {
      DurableSender sends = new DurableSender(List.of(sender), PATIENCE);
      SendWatchdog watchdog = new SendWatchdog(sends, registry);
      CompletableFuture<Void> confirmed = new CompletableFuture<>();

      sends.send("1", OutgoingMessage.text(QUEUE, "one", Duration.ZERO), confirmed);
      watchdog.look(0);
      watchdog.look(Duration.ofMillis(1_500).toNanos());
      assertThat(registry.get("gatehouse.bus.sender.stalled").gauge().value()).isEqualTo(1.5);

      late.get().done();
      assertThat(confirmed).succeedsWithin(PATIENCE);
      watchdog.look(Duration.ofSeconds(2).toNanos());
      assertThat(registry.get("gatehouse.bus.sender.stalled").gauge().value()).isZero();
    }
  }

  @Test
  void anErrorOfTheJournalEndsTheProcess() {
    AtomicInteger status = new AtomicInteger();
    journal.set(written -> written.onError(ActiveMQExceptionType.IO_ERROR.getCode(), "bad"));
    try (BrokerSender sender =
        new EmbeddedBrokerSender(
            broker, PATIENCE, new DiskFailureHalt(() -> "target", status::set))) {
      assertThat(sent(sender))
          .failsWithin(PATIENCE)
          .withThrowableThat()
          .withMessageContaining("bad");
      assertThat(status).hasValue(75);
      journal.set(written -> {});

      assertThat(sent(sender)).as("it repeats the one before").isNotCompleted();
    }
  }

  private static CompletableFuture<Void> sent(BrokerSender sender) {
    CompletableFuture<Void> confirmed = new CompletableFuture<>();
    Map<String, Object> id = Map.of("_AMQ_BRIDGE_DUP", "kompliant 1".getBytes(UTF_8));
    sender.send(new OutgoingMessage(QUEUE, "one", id, Duration.ZERO), confirmed);
    return confirmed;
  }

  private final class Journal implements ActiveMQServerMessagePlugin {

    @Override
    public void beforeMessageRoute(
        Message message, RoutingContext context, boolean direct, boolean rejectDuplicates) {
      journal.get().accept(OperationContextImpl.getContext());
    }
  }
}
