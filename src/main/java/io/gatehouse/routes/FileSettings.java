package io.gatehouse.routes;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.Nearest;
import io.gatehouse.settings.Secrets;
import io.gatehouse.settings.SettingNames;
import io.gatehouse.settings.SettingText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The settings whose names begin with a route file's: those that the file names, and those that the
 * steps ask for. A misspelt one, such as {@code argos.sorces}, would leave a door open, so it stops
 * the start. An environment variable may be somebody else's, so it is only warned of.
 */
final class FileSettings {

  private static final Logger LOG = LoggerFactory.getLogger(FileSettings.class);

  private static final Map<RouteKind, List<String>> ASKED_FOR =
      Map.of(
          RouteKind.VENDOR,
          List.of(
              "enabled",
              "requests-per-second",
              "oauth2.client-id",
              "oauth2.client-secret",
              "oauth2.issuer",
              "oauth2.audience"),
          RouteKind.DOWNSTREAM,
          List.of(
              "enabled",
              "url",
              "token",
              "signature-secret",
              "oauth2.token-url",
              "oauth2.client-id",
              "oauth2.client-secret",
              "oauth2.scope"),
          RouteKind.REGISTRATION,
          List.of("enabled", "api.base-url", "api.register-at-start"));

  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{(?:secret:)?\\??([a-z][a-zA-Z0-9-]*(?:\\.[a-zA-Z0-9-]+)+)[:}]");

  /** The webhooks that a vendor is told about; each has a URL of ours. */
  private static final Pattern KINDS = Pattern.compile("\\bkinds: \"?([a-z0-9, -]+)\"?");

  /** A choice by a setting: whatever is not the word on the right is taken for the other one. */
  private static final Pattern CHOICE =
      Pattern.compile("'\\{\\{([a-z0-9.-]+):(?:true|false)}}' == '(?:true|false)'");

  private static final String RATE = ".requests-per-second";
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[1-9][0-9]{0,5}|1000000");
  private static final int SHORT_NAME = 4;

  private final Set<String> files = new TreeSet<>();
  private final Set<String> known = new TreeSet<>();
  private final Set<String> choices = new TreeSet<>();

  private FileSettings(Snapshot disk) {
    disk.routes()
        .forEach(
            (kind, texts) ->
                texts.forEach((path, text) -> add(kind, RouteFile.nameOf(path), text)));
    disk.kamelets().values().forEach(this::addPlaceholders);
  }

  private void add(RouteKind kind, String name, String text) {
    files.add(name);
    ASKED_FOR.get(kind).forEach(ending -> known.add(name + "." + ending));
    addPlaceholders(text);
    CHOICE.matcher(text).results().forEach(found -> choices.add(found.group(1)));
    KINDS
        .matcher(text)
        .results()
        .flatMap(found -> Arrays.stream(found.group(1).split(",")))
        .forEach(webhook -> known.add("%s.api.%s-url".formatted(name, webhook.strip())));
  }

  private void addPlaceholders(String text) {
    PLACEHOLDER.matcher(text).results().forEach(found -> known.add(found.group(1)));
  }

  /** The settings of the route files of a folder. */
  static Set<String> known(Snapshot disk) {
    FileSettings settings = new FileSettings(disk);
    Set<String> ofFiles = new TreeSet<>(settings.known);
    ofFiles.removeIf(name -> !settings.files.contains(name.substring(0, name.indexOf('.'))));
    return ofFiles;
  }

  /**
   * Checks what is set for the files of a folder, be they in use or not.
   *
   * @throws BadSettingException with the first setting that no file has, or whose value is not of
   *     its kind
   */
  static void check(Snapshot disk, ConfigurableEnvironment environment) {
    FileSettings settings = new FileSettings(disk);
    SettingNames names = new SettingNames(settings.known);
    for (String name : SettingNames.set(environment)) {
      settings.checkName(name, names);
    }
    for (String variable : SettingNames.variables(environment)) {
      settings.tellUnknown(variable, names);
    }
    settings.checkValues(environment);
  }

  private void checkName(String name, SettingNames names) {
    int dot = name.indexOf('.');
    if (dot < 0 || names.isKnown(name)) {
      return;
    }
    String first = name.substring(0, dot);
    if (files.contains(first)) {
      throw new BadSettingException(
          "%s: no route file has such a setting; %s".formatted(name, names.remedy(name)));
    }
    Optional<String> meant =
        Nearest.to(first, files)
            .filter(file -> first.length() >= SHORT_NAME)
            .map(file -> file + name.substring(dot))
            .filter(known::contains);
    if (meant.isPresent()) {
      throw new BadSettingException(
          "%s: there is no route file '%s'; did you mean %s? Correct it, or take it away."
              .formatted(name, first, meant.get()));
    }
  }

  private void tellUnknown(String variable, SettingNames names) {
    boolean ofFile =
        files.stream()
            .anyMatch(
                file -> variable.toUpperCase(Locale.ROOT).startsWith(Secrets.variable(file) + "_"));
    if (ofFile && !names.isKnownVariable(variable)) {
      LOG.warn(
          "The environment variable {} is not in use: no route file has such a setting; {}",
          variable,
          names.remedyForVariable(variable));
    }
  }

  private void checkValues(ConfigurableEnvironment environment) {
    Map<String, String> set = new TreeMap<>();
    for (String name : known) {
      String value = SettingText.of(environment, name);
      if (value != null && !value.isBlank()) {
        set.put(name, value.strip());
      }
    }
    set.forEach(
        (name, value) -> {
          if (name.endsWith(RATE) && !WHOLE_NUMBER.matcher(value).matches()) {
            throw new BadSettingException(
                "%s: \"%s\" is not a whole number from 1 to 1000000; correct it, or take it away."
                    .formatted(name, value));
          }
          if (choices.contains(name) && !value.equals("true") && !value.equals("false")) {
            throw new BadSettingException(
                "%s: \"%s\" is neither true nor false.".formatted(name, value));
          }
        });
  }
}
