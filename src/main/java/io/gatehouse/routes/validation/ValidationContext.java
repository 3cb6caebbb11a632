package io.gatehouse.routes.validation;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLFeatureNotSupportedException;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * The dependencies of steps, without the gateway around them. None of it has connections: there is
 * no database, and the broker that is named is never connected.
 */
@ComponentScan(
    basePackages = "io.gatehouse",
    excludeFilters = {
      @ComponentScan.Filter(type = FilterType.ANNOTATION, classes = SpringBootApplication.class),
      @ComponentScan.Filter(
          type = FilterType.REGEX,
          pattern = "io\\.gatehouse\\.(web|admin|routes|local|tools)\\..*")
    })
@ConfigurationPropertiesScan("io.gatehouse")
class ValidationContext {

  /** Steps count; nobody reads the counters here. */
  @Bean
  MeterRegistry unread() {
    return new SimpleMeterRegistry();
  }

  @Bean
  JdbcClient noDatabase() {
    return JdbcClient.create(
        new AbstractDataSource() {

          @Override
          public Connection getConnection() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException("Nothing is asked while files are checked");
          }

          @Override
          public Connection getConnection(String username, String password)
              throws SQLFeatureNotSupportedException {
            return getConnection();
          }
        });
  }
}
