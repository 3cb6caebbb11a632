package io.gatehouse.faults;

import io.gatehouse.broker.DurableSender;
import io.gatehouse.broker.HastySends;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.test.util.ReflectionTestUtils;

/** Like {@link Sabotage}, for the embedded broker. */
@Configuration(proxyBeanMethods = false)
class BrokerSabotage {

  static final String NO_SYNCS = "sabotage-no-syncs";
  static final String NO_CONFIRMATIONS = "sabotage-no-confirmations";
  static final String STOPS = "sabotage-stops";

  /** The setting of the file at whose creation the broker stops. */
  static final String STOP_FILE = "sabotage.stop-file";

  private static final String BEAN = "embeddedBroker";
  private static final String FIELD = "broker";

  /** Switches the journal's syncs off, bypassing the check that refuses it. */
  @Bean
  @Profile(NO_SYNCS)
  static BeanPostProcessor noSyncs() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessBeforeInitialization(Object bean, String name) {
        if (name.equals(BEAN)) {
          ReflectionTestUtils.setField(bean, FIELD, new Unsynced());
        }
        return bean;
      }
    };
  }

  private static final class Unsynced extends EmbeddedActiveMQ {

    @Override
    public EmbeddedActiveMQ setConfiguration(
        org.apache.activemq.artemis.core.config.Configuration configuration) {
      configuration.setJournalDatasync(false);
      configuration.setJournalSyncTransactional(false);
      configuration.setJournalSyncNonTransactional(false);
      return super.setConfiguration(configuration);
    }
  }

  /** Treats every send as acknowledged, without the broker's confirmation that it is on disk. */
  @Bean
  @Profile(NO_CONFIRMATIONS)
  static BeanPostProcessor noConfirmations() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DurableSender sends ? new HastySends(sends) : bean;
      }
    };
  }

  /** Stops the broker while the gateway goes on. */
  @Bean
  @Profile(STOPS)
  static Stopping stops(@Qualifier(BEAN) Object bean, @Value("${" + STOP_FILE + "}") Path file) {
    return new Stopping((EmbeddedActiveMQ) ReflectionTestUtils.getField(bean, FIELD), file);
  }

  private record Stopping(EmbeddedActiveMQ broker, Path file) {

    @Scheduled(fixedDelay = 50)
    void look() throws Exception {
      if (Files.exists(file)) {
        broker.stop();
      }
    }
  }
}
