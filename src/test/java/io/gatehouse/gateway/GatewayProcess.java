package io.gatehouse.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A gateway in a process of its own, for what can only be observed from outside. */
public final class GatewayProcess implements AutoCloseable {

  /** The first Java that prints a warning where sun.misc.Unsafe is used. */
  private static final int WARNS_OF_UNSAFE = 24;

  private final Process process;
  private final Path log;

  private GatewayProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a process.
   *
   * @param profile to switch on; empty for none
   * @param settings as command-line arguments
   */
  public static GatewayProcess start(String profile, Map<String, String> settings) {
    List<String> arguments = new ArrayList<>();
    if (!profile.isEmpty()) {
      arguments.add("--spring.profiles.active=" + profile);
    }
    settings.forEach((name, value) -> arguments.add("--" + name + "=" + value));
    return command(arguments.toArray(String[]::new));
  }

  /** Starts a process with the options that it is packaged with, and no others. */
  public static GatewayProcess startAsPackaged(Map<String, String> settings) {
    return launch(
        List.of(),
        settings.entrySet().stream()
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
            .toList());
  }

  /** Starts the program with these arguments, as for a command. */
  public static GatewayProcess command(String... arguments) {
    return launch(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"), List.of(arguments));
  }

  private static GatewayProcess launch(List<String> options, List<String> arguments) {
    try {
      Path log = Files.createTempFile(Path.of("target"), "gateway", ".log");
      List<String> command = new ArrayList<>();
      command.add(java());
      command.add("@jvm.options");
      if (Runtime.version().feature() >= WARNS_OF_UNSAFE) {
        // As the image does.
        command.add("--sun-misc-unsafe-memory-access=allow");
      }
      command.addAll(options);
      command.add(SharedClasses.option());
      command.addAll(List.of("-cp", SharedClasses.classPath()));
      command.add("io.gatehouse.Gatehouse");
      command.addAll(arguments);
      return new GatewayProcess(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start(),
          log);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The Java that runs the tests. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Waits for the end and returns the exit status. */
  public int exitStatus() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("The gateway did not end; it said:\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** All that it printed. */
  public String output() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public Process process() {
    return process;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
