package io.gatehouse.database;

import io.gatehouse.settings.BadSettingException;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Reports in one sentence that the database stopped the start, and which of the two databases it
 * is.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class DatabaseFailureAnalyzer implements FailureAnalyzer {

  private final Environment environment;

  DatabaseFailureAnalyzer(Environment environment) {
    this.environment = environment;
  }

  @Override
  public FailureAnalysis analyze(Throwable failure) {
    Throwable deepest = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BadSettingException) {
        // It says more than this could.
        return null;
      }
      if (isOfDatabase(cause)) {
        deepest = cause;
      }
    }
    return deepest == null || environment == null
        ? null
        : new FailureAnalysis(sentence(deepest), null, failure);
  }

  private static boolean isOfDatabase(Throwable cause) {
    return cause instanceof SQLException
        || cause instanceof FlywayException
        || cause instanceof BeanCreationException bean && "dataSource".equals(bean.getBeanName());
  }

  private String sentence(Throwable cause) {
    if (StringUtils.hasText(environment.getProperty("spring.datasource.url"))) {
      return "The gateway's database cannot be used (%s): look at spring.datasource.url, spring.datasource.username and spring.datasource.password, and whether it runs."
          .formatted(code(cause));
    }
    return "The gateway's own database in %s cannot be used (%s): another process may have it open, or its file ledger.mv.db is damaged; put the file back from a backup, or move it away, and what it holds is lost (docs/operations.md)."
        .formatted(
            environment.getProperty("gatehouse.database.directory", "data/broker"), code(cause));
  }

  private static String code(Throwable cause) {
    return cause instanceof SQLException sql && sql.getSQLState() != null
        ? "SQL state " + sql.getSQLState()
        : cause.getClass().getSimpleName();
  }
}
