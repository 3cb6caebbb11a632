package io.gatehouse;

import io.gatehouse.tools.cli.CommandLineTools;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The gateway as one process: HTTP in, route files in the middle, the bus out. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class Gatehouse {

  /** Serves, or runs the command of the workbench that the first argument names. */
  public static void main(String[] arguments) {
    if (CommandLineTools.isMeant(arguments)) {
      // A command speaks for itself; what its libraries log is of no use to who gave it.
      LoggingSystem.get(Gatehouse.class.getClassLoader()).beforeInitialize();
      // From Java 24 on the JVM prints a warning about who uses it.
      System.setProperty("io.netty.noUnsafe", "true");
      System.exit(CommandLineTools.run(arguments));
    }
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
