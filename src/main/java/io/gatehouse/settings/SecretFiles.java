package io.gatehouse.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.env.ConfigTreePropertySource.Option;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * Secrets as files, one each, named like the property: {@code <folder>/kompar.token}. The folder is
 * {@code gatehouse.secrets.directory}, as a secret mount fills it. Files are read each time, so
 * that a secret is rotated by writing its file, and set by adding one.
 */
class SecretFiles implements EnvironmentPostProcessor, Ordered {

  private static final String DIRECTORY = "gatehouse.secrets.directory";

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    String directory = environment.getProperty(DIRECTORY, "");
    if (directory.isBlank()) {
      return;
    }
    if (!Files.isDirectory(Path.of(directory))) {
      throw new BadSettingException(
          "%s: \"%s\" is no folder; mount the secrets there, or take the setting away."
              .formatted(DIRECTORY, directory));
    }
    if (!Files.isReadable(Path.of(directory)) || !Files.isExecutable(Path.of(directory))) {
      throw new BadSettingException(
          "%s: \"%s\" cannot be read; give the gateway's user the right to read it."
              .formatted(DIRECTORY, directory));
    }
    environment.getPropertySources().addFirst(new SecretFolder(DIRECTORY, Path.of(directory)));
  }

  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }

  /**
   * The files of a folder as properties. Spring's own source knows only the files that existed when
   * it was created; this one recreates it, so that a file that is added later is found.
   */
  static final class SecretFolder extends EnumerablePropertySource<Path> {

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
     * Escapes ${…}, which Spring resolves in any source's values; Spring removes the backslash
     * again.
     */
    private static String asItIs(String text) {
      return PLACEHOLDER.matcher(text).replaceAll("\\\\\\${");
    }
  }
}
