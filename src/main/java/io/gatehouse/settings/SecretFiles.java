package io.gatehouse.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

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
}
