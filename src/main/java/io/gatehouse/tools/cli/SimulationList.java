package io.gatehouse.tools.cli;

import io.gatehouse.tools.simulation.SimulationFile;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** The output of {@code simulate --list}. */
final class SimulationList {

  private SimulationList() {}

  static void print(List<SimulationFile> files, PrintWriter out) {
    for (SimulationFile file : files) {
      out.println(file.name());
      print("events", file.events(), out);
      print("scenarios", file.scenarios(), out);
    }
    out.flush();
  }

  private static void print(String title, Map<String, String> words, PrintWriter out) {
    out.println("  " + title);
    int widest = words.keySet().stream().mapToInt(String::length).max().orElse(0);
    words.forEach(
        (word, meaning) -> {
          String gap = " ".repeat(widest - word.length() + 2);
          out.println("    " + (word + gap + meaning).stripTrailing());
        });
  }
}
