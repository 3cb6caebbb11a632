package io.gatehouse.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.env.ConfigTreePropertySource.Option;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * The files of a folder as properties. Spring's own source knows only the files that existed when
 * it was created; this one recreates it, so that a file that is added later is found.
 */
final class SecretFolder extends EnumerablePropertySource<Path> {

  private static final Logger LOG = LoggerFactory.getLogger(SecretFolder.class);

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(?=.*})", Pattern.DOTALL);

  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private volatile ConfigTreePropertySource files;

  SecretFolder(String name, Path folder) {
    super(name, folder);
    this.files = list();
  }

  private ConfigTreePropertySource list() {
    ConfigTreePropertySource listed =
        new ConfigTreePropertySource(
            getName(), getSource(), Option.ALWAYS_READ, Option.AUTO_TRIM_TRAILING_NEW_LINE);
    seen.addAll(List.of(listed.getPropertyNames()));
    return listed;
  }

  /** Finds the current files; if that fails, the known ones stay. */
  void refresh() {
    try {
      files = list();
    } catch (RuntimeException e) {
      LOG.warn("The folder of secrets cannot be read: {}", e.getClass().getName());
    }
  }

  @Override
  public String[] getPropertyNames() {
    return seen.toArray(String[]::new);
  }

  @Override
  public Object getProperty(String name) {
    Object value = files.getProperty(name);
    if (value == null && seen.contains(name)) {
      // Another source must not supply a secret whose file is missing for a moment.
      throw new IllegalStateException("The file is gone");
    }
    // Some editors begin a file with a byte-order mark, which is not part of the value.
    return value == null ? null : asItIs(value.toString().replaceFirst("^\uFEFF", ""));
  }

  /**
   * Escapes ${…}, which Spring resolves in any source's values; Spring removes the backslash again.
   */
  private static String asItIs(String text) {
    return PLACEHOLDER.matcher(text).replaceAll("\\\\\\${");
  }
}
