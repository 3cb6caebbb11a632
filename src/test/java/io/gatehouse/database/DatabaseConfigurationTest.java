package io.gatehouse.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The database in the gateway's process. */
class DatabaseConfigurationTest {

  @TempDir Path folder;

  @Test
  void aThreadThatIsInterruptedWhileItWritesDoesNotCloseItForAllOthers() throws Exception {
    DataSourceProperties settings = new DataSourceProperties();
    DatabaseConfiguration.choose(settings, folder);
    DataSource pool =
        JdbcConnectionPool.create(
            settings.getUrl(), settings.getUsername(), settings.getPassword());
    try (Connection open = pool.getConnection()) {
      assertThat(open.isValid(1)).isTrue();
      JdbcClient database = JdbcClient.create(pool);
      database.sql("create table written (n int)").update();

      Thread interrupted = new Thread(() -> writeInterrupted(pool));
      interrupted.start();
      interrupted.join();

      assertThat(database.sql("insert into written values (-1)").update()).isEqualTo(1);
      assertThat(database.sql("select count(*) from written where n < 0").query(int.class).single())
          .isEqualTo(1);
    }
  }

  private static void writeInterrupted(DataSource pool) {
    Thread.currentThread().interrupt();
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("insert into written values (1)");
      // Makes this thread the one that writes to the file.
      statement.execute("checkpoint sync");
    } catch (SQLException e) {
      assertThat(Thread.interrupted()).as("its own write may fail, for that reason").isTrue();
    }
  }
}
