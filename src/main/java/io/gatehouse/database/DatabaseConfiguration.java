package io.gatehouse.database;

import io.gatehouse.settings.BadSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

/**
 * The embedded database, stored beside the broker's data, unless {@code spring.datasource.url}
 * names another. Several gateways that share a broker must share a database as well: PostgreSQL.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

  private static final String FILE = "ledger";

  /**
   * A commit has reached the operating system when it returns, so a killed process loses none; and
   * the database is closed when its users are done, not as soon as the process is told to end.
   */
  private static final String OPTIONS =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";

  /**
   * The one of H2's file systems that survives an interrupt: a consumer that is stopped is
   * interrupted, and otherwise Java closes the file that the interrupted thread is writing.
   */
  private static final String FILE_ACCESS = "jdbc:h2:async:";

  /** Completes the settings of the data source if they name no database. */
  @Bean
  static BeanPostProcessor databaseInThisProcess(ObjectProvider<DatabaseProperties> properties) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof DataSourceProperties settings) {
          choose(settings, properties.getObject().directory());
        }
        return bean;
      }
    };
  }

  /** The file's own permissions protect it, so there is no password. */
  static void choose(DataSourceProperties settings, Path directory) {
    if (!StringUtils.hasText(settings.getUrl())) {
      checkWritable(directory);
      settings.setUrl(FILE_ACCESS + directory.toAbsolutePath().resolve(FILE) + OPTIONS);
      settings.setUsername("gatehouse");
      settings.setPassword("");
    }
  }

  /** Checks that the directory is writable, which H2 would report in pages of log. */
  private static void checkWritable(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, FILE, ".probe"));
    } catch (IOException e) {
      throw new BadSettingException(
          "%s (gatehouse.database.directory, or where it is not set gatehouse.broker.data-directory) cannot be written (%s): make it a folder that the gateway's user may write, with room on its disk."
              .formatted(directory, e.getClass().getSimpleName()));
    }
  }
}
