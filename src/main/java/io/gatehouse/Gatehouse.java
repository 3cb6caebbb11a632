package io.gatehouse;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The gateway as one process: HTTP in, route files in the middle, the bus out. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class Gatehouse {

  public static void main(String[] arguments) {
    try {
      SpringApplication.run(Gatehouse.class, arguments);
    } catch (AbandonedRunException e) {
      throw e;
    } catch (RuntimeException e) {
      // Spring has said why. Threads of what had already started must not keep the process.
      System.exit(1);
    }
  }
}
