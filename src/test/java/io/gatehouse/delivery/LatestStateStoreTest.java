package io.gatehouse.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The latest state that a receiving system got, updated by several gateways. */
class LatestStateStoreTest {

  private static final String FAMILY = "kyc.identity";
  private static final Instant FIRST = Instant.parse("2025-01-01T10:00:00Z");
  private static final int SUBJECTS = 50;
  private static final int GATEWAYS = 4;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "postgresql"})
  void theNewestIsKeptWhenSeveralUpdateAtTheSameMoment(String name) throws Exception {
    try (Database database = Database.of(name, folder)) {
      DriverManagerDataSource source = source(database.settings());
      Flyway.configure().dataSource(source).load().migrate();
      LatestStateStore newest = new LatestStateStore(JdbcClient.create(source));
      ExecutorService gateways = Executors.newFixedThreadPool(GATEWAYS);
      CyclicBarrier together = new CyclicBarrier(GATEWAYS);
      List<Future<?>> updates = new ArrayList<>();

      for (int i = 0; i < GATEWAYS; i++) {
        Delivery.State state = new Delivery.State(FAMILY, FIRST.plusMillis(i));
        updates.add(
            gateways.submit(
                () -> {
                  for (int subject = 0; subject < SUBJECTS; subject++) {
                    together.await(10, TimeUnit.SECONDS);
                    newest.delivered("crm", "subject-" + subject, state);
                  }
                  return null;
                }));
      }
      for (Future<?> update : updates) {
        update.get();
      }
      gateways.shutdown();

      Delivery.State justBefore =
          new Delivery.State(FAMILY, FIRST.plusMillis(GATEWAYS - 1).minusNanos(1));
      for (int subject = 0; subject < SUBJECTS; subject++) {
        assertThat(newest.knowsLater("crm", "subject-" + subject, justBefore)).isTrue();
      }
    }
  }

  private static DriverManagerDataSource source(Map<String, String> settings) {
    return new DriverManagerDataSource(
        settings.getOrDefault(
            "spring.datasource.url",
            "jdbc:h2:mem:newest;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1"),
        settings.getOrDefault("spring.datasource.username", "gatehouse"),
        "");
  }
}
