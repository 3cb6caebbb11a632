package io.gatehouse;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The gateway as one process: HTTP in, route files in the middle, the bus out. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class Gatehouse {

  public static void main(String[] arguments) {
    SpringApplication.run(Gatehouse.class, arguments);
  }
}
