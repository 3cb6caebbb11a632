package io.gatehouse.settings;

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
 * Finds secrets by the reference that a route file gives: {@code {{secret:kompar.token}}} reaches a
 * step as {@code secret:kompar.token}, and the step asks here each time it needs the value. So no
 * secret stands in an endpoint's address, an exception's text or a management view.
 */
@Component
public class Secrets {

  static final String SCHEME = "secret:";

  private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);

  private final Environment environment;
  private final Map<String, Secret> read = new ConcurrentHashMap<>();

  /** What is wrong with a secret since when it was told, by its name. */
  private final Map<String, String> reported = new ConcurrentHashMap<>();

  Secrets(Environment environment) {
    this.environment = environment;
  }

  /**
   * The secret behind a reference, empty where it is not set.
   *
   * @param reference {@code secret:<property name>}
   * @throws BadSettingException where the text is no reference
   */
  public Secret resolve(String reference) {
    return named(nameOf(reference));
  }

  /** The property that a reference names, for messages to the operator. */
  public static String nameOf(String reference) {
    if (!isReference(reference)) {
      throw new BadSettingException(
          "A secret must not stand in a route file: write {{secret:<vendor>.<name>}} and set that"
              + " property.");
    }
    return reference.substring(SCHEME.length());
  }

  /** Whether a parameter was given, as the reference to a secret that it has to be. */
  public static boolean isReference(String text) {
    return text != null && text.startsWith(SCHEME) && text.length() > SCHEME.length();
  }

  /** The name of the environment variable that sets a property. */
  public static String variable(String property) {
    return property.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
  }

  /**
   * The secret of this property name, written as {@link SecretText} says.
   *
   * @throws BadSettingException where its text cannot be meant so
   */
  public Secret named(String property) {
    return read.computeIfAbsent(property, this::read);
  }

  /**
   * Reads again what has been read before. A secret that is gone keeps its last values: an empty
   * file is a mistake of a moment, and nobody must be locked out by it.
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
        // One file that is gone must not keep the others from being read.
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
