package io.gatehouse.routes.validation;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.ClosestMatch;
import io.gatehouse.settings.Placeholder;
import io.gatehouse.settings.Secrets;
import io.gatehouse.settings.SettingNames;
import io.gatehouse.settings.SettingText;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.springframework.core.env.Environment;

/**
 * The settings whose names begin with a route file's name: those that the file uses, and those that
 * the steps require. A misspelt one, such as {@code argos.sorces}, would leave access open, so it
 * stops the start, and a file that is added later is not served with it. An environment variable
 * may belong to another program, so it only causes a warning.
 */
public final class FileSettings {

  private static final Logger LOG = LoggerFactory.getLogger(FileSettings.class);

  private static final Map<RouteKind, List<String>> ASKED_FOR =
      Map.of(
          RouteKind.VENDOR,
          words(
              "enabled requests-per-second oauth2.client-id oauth2.client-secret "
                  + "oauth2.issuer oauth2.audience"),
          RouteKind.DOWNSTREAM,
          words(
              "enabled url token signature-secret oauth2.token-url oauth2.client-id "
                  + "oauth2.client-secret oauth2.scope"),
          RouteKind.REGISTRATION,
          words("enabled api.base-url api.register-at-start"));

  /** The webhooks that are registered at a vendor; each has a URL of the gateway. */
  private static final Pattern KINDS = Pattern.compile("\\bkinds: \"?([a-z0-9, -]+)\"?");

  /** A choice by a setting: every value except the word on the right selects the other branch. */
  private static final Pattern CHOICE =
      Pattern.compile("'\\{\\{([a-z0-9.-]+):(?:true|false)}}' == '(?:true|false)'");

  private static final String RATE = ".requests-per-second";
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[1-9][0-9]{0,5}|1000000");
  private static final int SHORT_NAME = 4;

  /** A wrong setting, and the file to which it belongs. */
  private record Wrong(String file, String sentence) {}

  private final Map<String, List<Path>> paths = new TreeMap<>();
  private final Set<String> files = paths.keySet();
  private final Set<String> known = new TreeSet<>();
  private final Set<String> choices = new TreeSet<>();

  private FileSettings(RouteFolderSnapshot disk) {
    disk.routes().forEach((kind, texts) -> texts.forEach((path, text) -> add(kind, path, text)));
    disk.kamelets().values().forEach(this::addPlaceholders);
  }

  private void add(RouteKind kind, Path path, String text) {
    String name = RouteFile.nameOf(path);
    paths.computeIfAbsent(name, first -> new ArrayList<>()).add(path);
    ASKED_FOR.get(kind).forEach(ending -> known.add(name + "." + ending));
    addPlaceholders(text);
    CHOICE.matcher(text).results().forEach(found -> choices.add(found.group(1)));
    KINDS
        .matcher(text)
        .results()
        .flatMap(found -> Arrays.stream(found.group(1).split(",")))
        .forEach(webhook -> known.add("%s.api.%s-url".formatted(name, webhook.strip())));
  }

  private static List<String> words(String words) {
    return List.of(words.split(" "));
  }

  private void addPlaceholders(String text) {
    Placeholder.in(text)
        .filter(Placeholder::isNamed)
        .forEach(placeholder -> known.add(placeholder.name()));
  }

  /** The settings of the route files of a folder. */
  public static Set<String> known(RouteFolderSnapshot disk) {
    FileSettings settings = new FileSettings(disk);
    Set<String> ofFiles = new TreeSet<>(settings.known);
    ofFiles.removeIf(name -> !settings.files.contains(name.substring(0, name.indexOf('.'))));
    return ofFiles;
  }

  /**
   * Checks the settings for the files of a folder, whether or not they are in use.
   *
   * @throws BadSettingException with the first setting that no file uses, or whose value is of the
   *     wrong type
   */
  public static void check(RouteFolderSnapshot disk, ConfigurableEnvironment environment) {
    FileSettings settings = new FileSettings(disk);
    settings.wrong(SettingNames.set(environment), environment).stream()
        .findFirst()
        .ifPresent(
            first -> {
              throw new BadSettingException(first.sentence());
            });
    SettingNames names = new SettingNames(settings.known);
    for (String variable : SettingNames.variables(environment)) {
      settings.reportUnknown(variable, names);
    }
  }

  /**
   * The problems that such a check would report at the next start, for each file to which a setting
   * belongs.
   *
   * @param set the names of the settings that are set
   * @param values their values
   */
  public static List<RouteDiagnostic> problems(
      RouteFolderSnapshot disk, Set<String> set, Environment values) {
    FileSettings settings = new FileSettings(disk);
    return settings.wrong(set, values).stream()
        .flatMap(
            wrong ->
                settings.paths.get(wrong.file()).stream()
                    .map(path -> new RouteDiagnostic(path, 0, wrong.sentence())))
        .toList();
  }

  private List<Wrong> wrong(Set<String> set, Environment values) {
    SettingNames names = new SettingNames(known);
    List<Wrong> wrong = new ArrayList<>();
    set.forEach(name -> wrongName(name, names).ifPresent(wrong::add));
    for (String name : known) {
      String file = name.substring(0, name.indexOf('.'));
      if (files.contains(file)) {
        wrongValue(name, values).ifPresent(sentence -> wrong.add(new Wrong(file, sentence)));
      }
    }
    return wrong;
  }

  private Optional<Wrong> wrongName(String name, SettingNames names) {
    int dot = name.indexOf('.');
    if (dot < 0 || names.isKnown(name)) {
      return Optional.empty();
    }
    String first = name.substring(0, dot);
    if (files.contains(first)) {
      return Optional.of(
          new Wrong(
              first,
              "%s: no route file has such a setting; %s".formatted(name, names.remedy(name))));
    }
    return ClosestMatch.to(first, files)
        .filter(file -> first.length() >= SHORT_NAME)
        .filter(file -> known.contains(file + name.substring(dot)))
        .map(
            file ->
                new Wrong(
                    file,
                    "%s: there is no route file '%s'; did you mean %s? Correct it, or take it away."
                        .formatted(name, first, file + name.substring(dot))));
  }

  private void reportUnknown(String variable, SettingNames names) {
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

  private Optional<String> wrongValue(String name, Environment values) {
    String value;
    try {
      value = SettingText.of(values, name, "").strip();
    } catch (BadSettingException e) {
      return Optional.of(e.getMessage());
    }
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (name.endsWith(RATE) && !WHOLE_NUMBER.matcher(value).matches()) {
      return Optional.of(
          "%s: \"%s\" is not a whole number from 1 to 1000000; correct it, or take it away."
              .formatted(name, value));
    }
    return choices.contains(name) && !value.equals("true") && !value.equals("false")
        ? Optional.of("%s: \"%s\" is neither true nor false.".formatted(name, value))
        : Optional.empty();
  }
}
