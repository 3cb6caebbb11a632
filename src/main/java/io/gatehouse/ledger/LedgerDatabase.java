package io.gatehouse.ledger;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The database in this process, beside the broker's data, for as long as {@code
 * spring.datasource.url} names no other. Several gateways that share a broker need one that they
 * share as well: PostgreSQL.
 */
@Configuration(proxyBeanMethods = false)
class LedgerDatabase {

  private static final String FILE = "ledger";

  /** A commit has reached the operating system when it returns, so a killed process loses none. */
  private static final String OPTIONS = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;WRITE_DELAY=0";

  @Bean
  @ConditionalOnProperty(
      name = "spring.datasource.url",
      havingValue = "embedded",
      matchIfMissing = true)
  JdbcConnectionDetails embeddedDatabase(
      @Value("${gatehouse.ledger.directory:${gatehouse.broker.data-directory:data/broker}}")
          Path directory) {
    return new Embedded("jdbc:h2:file:" + directory.toAbsolutePath().resolve(FILE) + OPTIONS);
  }

  private record Embedded(String getJdbcUrl) implements JdbcConnectionDetails {

    @Override
    public String getUsername() {
      return "gatehouse";
    }

    /** The file's own access rights protect it. */
    @Override
    public String getPassword() {
      return "";
    }
  }
}
