package io.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The database in the gateway's process. */
class LedgerDatabaseTest {

  private static final int WRITES = 200;

  @TempDir Path folder;

  @Test
  void aThreadThatIsInterruptedWhileItWritesDoesNotCloseItForAllOthers() throws Exception {
    JdbcConnectionDetails details = new LedgerDatabase().embeddedDatabase(folder);
    DataSource pool =
        JdbcConnectionPool.create(
            details.getJdbcUrl(), details.getUsername(), details.getPassword());
    try (Connection open = pool.getConnection()) {
      assertThat(open.isValid(1)).isTrue();
      JdbcClient ledger = JdbcClient.create(pool);
      ledger.sql("create table written (n int, filling varchar)").update();

      Thread interrupted = new Thread(() -> writeInterrupted(pool));
      interrupted.start();
      interrupted.join();

      assertThat(ledger.sql("insert into written values (-1, '')").update()).isEqualTo(1);
      assertThat(ledger.sql("select count(*) from written where n < 0").query(int.class).single())
          .isEqualTo(1);
    }
  }

  private static void writeInterrupted(DataSource pool) {
    for (int n = 0; n < WRITES; n++) {
      try (Connection connection = pool.getConnection();
          var insert = connection.prepareStatement("insert into written values (?, ?)")) {
        insert.setInt(1, n);
        insert.setString(2, "x".repeat(5_000));
        Thread.currentThread().interrupt();
        insert.executeUpdate();
      } catch (SQLException e) {
        // Its own write may fail.
        Thread.interrupted();
      }
    }
  }
}
