package io.gatehouse.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Figures of the last run, for {@code docs/reliability.md}: {@code target/faults.txt}. */
final class Figures {

  private Figures() {}

  static void print(String what, History history) {
    print(what + ": acknowledged " + history.count() + ", outcomes " + history.outcomes());
  }

  static void print(String line) {
    try {
      Files.writeString(
          Path.of("target/faults.txt"),
          line + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
