package io.gatehouse.tools.cli;

import io.gatehouse.settings.BadSettingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is generated from others and stored with them.
 *
 * @param content that it should have; empty for a file that should not be there
 * @param command that generates it, as one types it
 */
record GeneratedFile(Path path, String content, String command) {

  /** Writes it, into a new folder if only that is missing; or deletes it. */
  int write(PrintWriter out) {
    Path folder = path.toAbsolutePath().getParent();
    try {
      if (content.isEmpty()) {
        Files.deleteIfExists(path);
        out.println("Deleted " + path + ".");
        return 0;
      }
      if (Files.isDirectory(folder.resolveSibling("."))) {
        Files.createDirectories(folder);
      }
      Files.writeString(path, content);
    } catch (IOException e) {
      throw new BadSettingException(
          "%s cannot be written: name a file in a folder that is there.".formatted(path));
    }
    out.println("Wrote " + path + ".");
    return 0;
  }

  /** Checks that the file is up to date: returns 0, or 1 with a sentence. */
  int check(PrintWriter out) {
    if (isCurrent()) {
      out.println(path + " is what the files give.");
      return 0;
    }
    out.println("%s is not what the files give: run `%s` and commit it.".formatted(path, command));
    return 1;
  }

  private boolean isCurrent() {
    return Files.exists(path) ? text(path).equals(content) : content.isEmpty();
  }

  /**
   * The text of a file.
   *
   * @throws BadSettingException if it cannot be read
   */
  static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new BadSettingException(
          "%s cannot be read: it must be a UTF-8 text file that you may read.".formatted(path));
    }
  }
}
