package io.gatehouse.routes.validation;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A problem in one route file or kamelet.
 *
 * @param file its path, as the operator wrote the folder
 * @param line from 1; 0 if the line is unknown
 * @param sentence what is wrong and what to do, or what is similar; never a secret's value
 */
public record RouteDiagnostic(Path file, int line, String sentence) {

  private static final int LONGEST_QUOTE = 60;

  /** {@code file:line: sentence}, the format that tools for annotating pull requests parse. */
  @Override
  public String toString() {
    return line > 0 ? "%s:%d: %s".formatted(file, line, sentence) : file + ": " + sentence;
  }

  /** The same for running text. */
  public String text() {
    return line > 0 ? "%s, line %d: %s".formatted(file, line, sentence) : file + ": " + sentence;
  }

  /** Several diagnostics, each on a line. */
  public static String text(List<RouteDiagnostic> problems) {
    return problems.stream().map(RouteDiagnostic::text).collect(Collectors.joining("\n"));
  }

  /** A text that fits into a sentence: on one line, and shortened if it is long. */
  static String quote(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "…" : line;
  }

  /** An exception's innermost message, on one line and without the full stop. */
  public static String sentence(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message =
        root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return message.strip().replaceAll("\\s+", " ").replaceAll("[.]+$", "");
  }
}
