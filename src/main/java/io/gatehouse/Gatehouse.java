package io.gatehouse;

import io.gatehouse.tools.cli.CommandLineTools;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The gateway as one process: it receives HTTP, runs the route files, and sends to the bus. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class Gatehouse {

  /** Starts the gateway, or runs the command that the first argument names. */
  public static void main(String[] arguments) {
    if (CommandLineTools.isMeant(arguments)) {
      System.exit(CommandLineTools.run(arguments));
    }
    try {
      SpringApplication.run(Gatehouse.class, arguments);
    } catch (AbandonedRunException e) {
      throw e;
    } catch (RuntimeException e) {
      // Spring has reported the cause. Threads that had already started must not keep the process
      // alive.
      System.exit(1);
    }
  }
}
