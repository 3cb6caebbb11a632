package io.gatehouse.routes.validation;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is wrong with one file of the integration team.
 *
 * @param file where it is, as the operator wrote the folder
 * @param line from 1; 0 where no line can be told
 * @param sentence what is wrong and what to do, or what is near; no secret's value
 */
public record RouteDiagnostic(Path file, int line, String sentence) {

  private static final int LONGEST_QUOTE = 60;

  /** {@code file:line: sentence}, as tools that annotate a pull request read it. */
  @Override
  public String toString() {
    return line > 0 ? "%s:%d: %s".formatted(file, line, sentence) : file + ": " + sentence;
  }

  /** The same to be read in running text. */
  public String text() {
    return line > 0 ? "%s, line %d: %s".formatted(file, line, sentence) : file + ": " + sentence;
  }

  /** The same of several, each on a line. */
  public static String text(List<RouteDiagnostic> problems) {
    return problems.stream().map(RouteDiagnostic::text).collect(Collectors.joining("\n"));
  }

  /** A text as it fits into a sentence: on one line, and only its beginning where it is long. */
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
