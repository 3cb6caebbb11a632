package io.gatehouse.broker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.PropertyLines;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;

/**
 * {@code bus.properties}: addresses, queues, diverts, redelivery and dead letters in Artemis's
 * broker-properties syntax, as the embedded broker reads it and an external one mounts it.
 */
public record BusFile(Path path, Properties properties, PropertyLines lines) {

  private static final Pattern ADDRESS =
      Pattern.compile("addressConfigurations\\.\"?([^\"=]+?)\"?\\.(?:routingTypes|queueConfigs).*");

  private static final Pattern QUEUE =
      Pattern.compile("addressConfigurations\\..+\\.queueConfigs\\.\"?([^\"=]+?)\"?\\.[A-Za-z]+");

  /**
   * What the file may configure; for other keys, Artemis would create objects of the classes that
   * they name.
   */
  private static final Pattern PARTS =
      Pattern.compile("(?:addressConfigurations|addressSettings|divertConfigurations)\\..+|[^.]+");

  /** The keys without parts; the rest, such as security and directories, belongs to the gateway. */
  private static final Set<String> WHOLE =
      Set.of(
          "maxRedeliveryRecords",
          "globalMaxSize",
          "globalMaxMessages",
          "messageExpiryScanPeriod",
          "addressQueueScanPeriod",
          "diskScanPeriod");

  private static final Pattern NAMES_A_CLASS =
      Pattern.compile("(?i).*\\.transformerConfiguration\\b.*|passwordCodec|.*\\bclass(Name)?");

  /**
   * Reads the file.
   *
   * @throws BadSettingException if it cannot be read
   */
  public static BusFile read(Path path) {
    Properties properties = new Properties();
    try {
      // In the encoding in which java.util.Properties and Artemis read such files.
      String text = Files.readString(path, StandardCharsets.ISO_8859_1);
      properties.load(new StringReader(text));
      return new BusFile(path, properties, PropertyLines.of(text));
    } catch (IOException | IllegalArgumentException e) {
      throw new BadSettingException(
          "%s cannot be read as a properties file: put it there, or say with gatehouse.broker.addresses where it is."
              .formatted(path));
    }
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

  /** The first problem because of which no gateway starts with this file. */
  public Optional<BusDiagnostic> problem() {
    return problem(new ConfigurationImpl());
  }

  /**
   * Applies the file's settings to a broker that is about to start.
   *
   * @throws BadSettingException if it must not start with them
   */
  void applyTo(ConfigurationImpl configuration) {
    problem(configuration).ifPresent(this::refuse);
  }

  private void refuse(BusDiagnostic problem) {
    throw new BadSettingException(
        problem.line() > 0
            ? "%s, line %d: %s".formatted(path, problem.line(), problem.sentence())
            : path + ": " + problem.sentence());
  }

  private Optional<BusDiagnostic> problem(ConfigurationImpl configuration) {
    return notToBeSet(key -> !PARTS.matcher(key).matches() || NAMES_A_CLASS.matcher(key).matches())
        .or(() -> notUnderstood(configuration))
        .or(() -> new DivertCheck(configuration, lines).problem())
        .or(() -> new DurabilityCheck(configuration, lines).problem())
        .or(() -> notToBeSet(key -> !key.contains(".") && !WHOLE.contains(key)));
  }

  /** A key that occurs twice: the last value counts. */
  public Optional<BusDiagnostic> warning() {
    return lines
        .duplicate()
        .map(
            key ->
                new BusDiagnostic(
                    key.line(),
                    "%s stands in line %d already, and only the last one counts; take the others out."
                        .formatted(key.key(), key.first())));
  }

  private Optional<BusDiagnostic> notToBeSet(Predicate<String> key) {
    return lines.keys().stream()
        .filter(key)
        .findFirst()
        .map(
            found ->
                new BusDiagnostic(
                    lines.line(found),
                    "%s cannot be set in this file, which declares addresses, queues, copies and their settings; take the line out."
                        .formatted(found)));
  }

  private Optional<BusDiagnostic> notUnderstood(ConfigurationImpl configuration) {
    try {
      configuration.parsePrefixedProperties(properties, null);
      JsonNode errors = new ObjectMapper().readTree(configuration.getStatus()).findPath("errors");
      for (JsonNode error : errors) {
        String written = error.path("value").asText(error.toString());
        return Optional.of(
            new BusDiagnostic(
                lines.line(written.split("=")[0].strip()),
                "Artemis does not understand \"%s\"; correct that line.".formatted(written)));
      }
      return Optional.empty();
    } catch (Exception e) {
      throw new BadSettingException(
          "%s cannot be used by Artemis (%s).".formatted(path, e.getClass().getSimpleName()));
    }
  }
}
