package io.gatehouse.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The Secrets that somebody has to create, according to the table in {@code docs/kubernetes.md}.
 */
final class OutsideSecrets {

  private static final Path PAGE = Path.of("docs/kubernetes.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `(gatehouse-[a-z-]+)` \\| ([^|]*) \\|", Pattern.MULTILINE);
  private static final Pattern KEY = Pattern.compile("`([^`]+)`");

  private OutsideSecrets() {}

  /** The keys of each, by its name. */
  static Map<String, Set<String>> keys() {
    Map<String, Set<String>> keys = new TreeMap<>();
    try {
      for (MatchResult row : ROW.matcher(Files.readString(PAGE)).results().toList()) {
        keys.put(
            row.group(1),
            KEY.matcher(row.group(2))
                .results()
                .map(key -> key.group(1))
                .collect(Collectors.toSet()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return keys;
  }
}
