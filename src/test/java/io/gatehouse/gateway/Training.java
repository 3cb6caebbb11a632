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
   * @param javaHome where the Java is that is to see the start
   * @param keep the JVM's flag that names the file
   * @param program what stands behind {@code java}
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
