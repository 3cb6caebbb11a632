package io.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.settings.BadSettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The filters that the diagnostics suggest do end the copying, at a broker. */
class DivertCheckTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String AUDIT =
      """
      addressConfigurations."kyc.audit".routingTypes=ANYCAST
      addressConfigurations."kyc.audit".queueConfigs."kyc.audit".routingType=ANYCAST
      addressSettings."kyc.audit".addressFullMessagePolicy=PAGE
      addressSettings."kyc.audit".diskFullMessagePolicy=BLOCK
      addressSettings."kyc.audit".iDCacheSize=0
      divertConfigurations."audit".address=kyc.#
      divertConfigurations."audit".forwardingAddress=kyc.audit
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"AMQAddress <> 'kyc.audit'", "_AMQ_ORIG_ADDRESS IS NULL"})
  void aFilterThatKeepsCopiesOutHasEachEventCopiedOnce(String filter) throws Exception {
    EmbeddedBroker broker =
        broker(AUDIT + "divertConfigurations.\"audit\".filterString=" + filter + "\n");
    broker.afterPropertiesSet();
    try (BrokerSender sender = broker.senders(1, PATIENCE).get(0)) {
      CompletableFuture<Void> confirmed = new CompletableFuture<>();

      sender.send(OutgoingMessage.text("kyc.identity", "{}", Duration.ZERO), confirmed);

      confirmed.join();
      Awaitility.await().until(() -> broker.queue("kyc.audit").getMessageCount() == 1);
      assertThat(broker.queue("kyc.identity").getMessageCount()).isEqualTo(1);
    } finally {
      broker.destroy();
    }
  }

  @Test
  void withoutOneTheBrokerDoesNotStart() throws Exception {
    EmbeddedBroker broker = broker(AUDIT);

    assertThatThrownBy(broker::afterPropertiesSet)
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("bus.properties, line ")
        .hasMessageEndingWith(
            "Write divertConfigurations.\"audit\".filterString=AMQAddress <> 'kyc.audit'");
  }

  private EmbeddedBroker broker(String lines) throws Exception {
    Path file = folder.resolve("bus.properties");
    Files.writeString(file, Files.readString(Path.of("routes/bus.properties")) + lines);
    return new EmbeddedBroker(
        new EmbeddedBrokerProperties(folder.resolve("data"), file, "", "", "", false, 200_000, 99));
  }
}
