package io.gatehouse.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;

/**
 * The settings for a command that does not start the gateway, from the same sources as the
 * gateway's: configuration files, environment variables, and secrets as files.
 */
public final class CommandSettings {

  private CommandSettings() {}

  /**
   * Reads the settings of a profile; the environment's take precedence.
   *
   * @param file a {@code .properties} or {@code .yaml} file whose settings take precedence over all
   *     others; null for none
   * @throws BadSettingException if the file cannot be read
   */
  public static Environment read(String profile, Path file) {
    ConfigurableEnvironment environment = new StandardEnvironment();
    ConfigDataEnvironmentPostProcessor.applyTo(environment, null, null, profile);
    if (file != null) {
      add(environment, file);
    }
    new SecretFiles().postProcessEnvironment(environment, null);
    return environment;
  }

  private static void add(ConfigurableEnvironment environment, Path file) {
    PropertySourceLoader loader =
        file.toString().endsWith(".properties")
            ? new PropertiesPropertySourceLoader()
            : new YamlPropertySourceLoader();
    try {
      if (!Files.isReadable(file)) {
        throw new IOException("Not readable");
      }
      loader
          .load(file.toString(), new FileSystemResource(file))
          .forEach(source -> environment.getPropertySources().addFirst(source));
    } catch (IOException | RuntimeException e) {
      throw new BadSettingException(
          "%s cannot be read: it must be a readable file of settings, .properties or .yaml."
              .formatted(file));
    }
  }
}
