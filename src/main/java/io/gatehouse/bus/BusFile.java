package io.gatehouse.bus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.settings.BadSettingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;

/**
 * {@code bus.properties}: addresses, queues, copies, redelivery and dead letters in Artemis's
 * broker-properties syntax, as the embedded broker reads it and an outside one mounts it.
 */
public record BusFile(Path path, Properties properties) {

  private static final Pattern ADDRESS =
      Pattern.compile("addressConfigurations\\.\"?([^\"=]+?)\"?\\.(?:routingTypes|queueConfigs).*");

  private static final Pattern QUEUE =
      Pattern.compile("addressConfigurations\\..+\\.queueConfigs\\.\"?([^\"=]+?)\"?\\.[A-Za-z]+");

  /**
   * Reads the file.
   *
   * @throws BadSettingException where it cannot be read
   */
  public static BusFile read(Path path) {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(path)) {
      properties.load(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new BadSettingException(
          "%s cannot be read as a properties file: put it there, or say with gatehouse.broker.addresses where it is."
              .formatted(path));
    }
    return new BusFile(path, properties);
  }

  /** The addresses that the file declares. */
  public Set<String> addresses() {
    return properties.stringPropertyNames().stream()
        .map(ADDRESS::matcher)
        .filter(Matcher::matches)
        .map(match -> match.group(1))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The queues that the file declares. */
  public Set<String> queues() {
    return properties.stringPropertyNames().stream()
        .map(QUEUE::matcher)
        .filter(Matcher::matches)
        .map(match -> match.group(1))
        .collect(Collectors.toUnmodifiableSet());
  }

  void applyTo(ConfigurationImpl configuration) throws Exception {
    configuration.parsePrefixedProperties(properties, null);
    JsonNode errors = new ObjectMapper().readTree(configuration.getStatus()).findPath("errors");
    for (JsonNode error : errors) {
      throw new BadSettingException(
          "%s: Artemis does not understand \"%s\"; mend that line."
              .formatted(path, error.path("value").asText(error.toString())));
    }
  }
}
