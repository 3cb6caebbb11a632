package io.gatehouse.gateway;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The script {@code train}, at ports that are free. */
public final class Training {

  private Training() {}

  /**
   * A run that is still to be started.
   *
   * @param javaHome of the Java whose start is recorded
   * @param keep the JVM's flag that names the file
   * @param program what follows {@code java}
   */
  public static ProcessBuilder of(Path javaHome, String keep, List<String> program) {
    List<String> command = new ArrayList<>(List.of("./train", keep));
    command.addAll(program);
    int[] ports = FreePorts.several(2);
    ProcessBuilder training = new ProcessBuilder(command).redirectErrorStream(true);
    training
        .environment()
        .putAll(
            Map.of(
                "JAVA_HOME",
                javaHome.toString(),
                "SERVER_PORT",
                Integer.toString(ports[0]),
                "MANAGEMENT_SERVER_PORT",
                Integer.toString(ports[1])));
    return training;
  }
}
