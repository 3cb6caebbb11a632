package io.gatehouse.settings;

import io.gatehouse.settings.SecretFiles.SecretFolder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Finds secrets by the reference in a route file: {@code {{secret:kompar.token}}} reaches a step as
 * {@code secret:kompar.token}, and the step looks the value up here each time it needs it.
 * Therefore no secret is in an endpoint's URI, an exception's text or a management view.
 */
@Component
public class Secrets {

  static final String SCHEME = "secret:";

  private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);

  private final Environment environment;
  private final Map<String, Secret> read = new ConcurrentHashMap<>();

  /** The last reported problem of a secret, by its name. */
  private final Map<String, String> reported = new ConcurrentHashMap<>();

  Secrets(Environment environment) {
    this.environment = environment;
  }

  /**
   * The secret of a reference, empty if it is not set.
   *
   * @param reference {@code secret:<property name>}
   * @throws BadSettingException if the text is not a reference
   */
  public Secret resolve(String reference) {
    return named(nameOf(reference));
  }

  /** The property of a reference, for messages to the operator. */
  public static String nameOf(String reference) {
    if (!isReference(reference)) {
      throw new BadSettingException(
          "A secret must not stand in a route file: write {{secret:<vendor>.<name>}} and set that"
              + " property.");
    }
    return reference.substring(SCHEME.length());
  }

  /** Whether a parameter was given; it must then be a reference to a secret. */
  public static boolean isReference(String text) {
    return text != null && text.startsWith(SCHEME) && text.length() > SCHEME.length();
  }

  /** The name of the environment variable that sets a property. */
  public static String variable(String property) {
    return property.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
  }

  /**
   * The secret of this property name, in the form of {@link SecretText}.
   *
   * @throws BadSettingException if its text is invalid
   */
  public Secret named(String property) {
    return read.computeIfAbsent(property, this::read);
  }

  /**
   * Reads all known secrets again. A secret that is missing keeps its last values: a file may be
   * empty for a moment, and nobody must be locked out by that.
   */
  @Scheduled(fixedDelayString = "${gatehouse.secrets.refresh-interval-millis:2000}")
  void refresh() {
    if (environment instanceof ConfigurableEnvironment own) {
      own.getPropertySources().stream()
          .filter(SecretFolder.class::isInstance)
          .forEach(folder -> ((SecretFolder) folder).refresh());
    }
    for (String property : read.keySet()) {
      try {
        refresh(property);
        reported.remove(property);
      } catch (BadSettingException e) {
        logOnce(property, e.getMessage() + " Its last values stay.");
      } catch (RuntimeException e) {
        // One missing file must not prevent the others from being read.
        logOnce(
            property,
            "%s cannot be read, its last values stay: %s"
                .formatted(property, e.getClass().getName()));
      }
    }
  }

  private void logOnce(String property, String sentence) {
    if (!sentence.equals(reported.put(property, sentence))) {
      LOG.warn("{}", sentence);
    }
  }

  private void refresh(String property) {
    Secret now = read(property);
    Secret before = read.get(property);
    if (!now.equals(before) && !(now.isEmpty() && !before.isEmpty())) {
      read.put(property, now);
      LOG.info("{} has changed, {} accepted now", property, now.values().size());
    }
  }

  private Secret read(String property) {
    String text = SettingText.of(environment, property);
    if (text == null) {
      return new Secret(List.of());
    }
    SecretText.check(property, text);
    return new Secret(SecretText.values(text));
  }
}
