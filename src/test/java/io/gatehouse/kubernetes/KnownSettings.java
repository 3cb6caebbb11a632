package io.gatehouse.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.settings.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every setting of the program: those of its sources and route files, and those that Spring Boot's
 * own metadata lists.
 */
final class KnownSettings {

  private static final Path SOURCES = Path.of("src/main/java");
  private static final Path ROUTES = Path.of("routes");

  /** A placeholder of {@code @Value}, or a constant. */
  private static final Pattern NAMED = Pattern.compile("(?:\\$\\{|\")(gatehouse\\.[a-z.-]+)");

  /** A record of settings under a prefix. */
  private static final Pattern RECORD =
      Pattern.compile(
          "@ConfigurationProperties\\(\"([a-z.-]+)\"\\)\\s+record \\w+\\((.*?)\\)\\s*\\{",
          Pattern.DOTALL);

  private static final Pattern COMPONENT = Pattern.compile("(\\w+)(?:,|$)");

  /** Settings that begin with the name of a route file. */
  private static final Pattern ENDING = Pattern.compile("\"(\\.[a-z][a-z0-9.-]*)\"");

  private static final Pattern IN_ROUTES =
      Pattern.compile("\\{\\{(?:secret:\\??)?([a-z-]+\\.[a-z0-9.-]+)[:}]");

  private static final Set<String> ALL = all();
  private static final Set<String> VARIABLES =
      ALL.stream().map(Secrets::variable).collect(Collectors.toUnmodifiableSet());

  private KnownSettings() {}

  static boolean isKnown(String property) {
    return ALL.contains(property);
  }

  /** Whether an environment variable sets one. */
  static boolean isVariable(String variable) {
    return VARIABLES.contains(variable);
  }

  /** The secrets that a vendor's route file requires. */
  static Set<String> requiredOf(Path routeFile) {
    return Pattern.compile("\\{\\{secret:([a-z][a-z0-9.-]*)}}")
        .matcher(read(routeFile))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  private static Set<String> all() {
    Set<String> known = new TreeSet<>();
    Set<String> endings = new TreeSet<>();
    for (Path source : files(SOURCES, ".java")) {
      String text = read(source);
      NAMED.matcher(text).results().forEach(found -> known.add(found.group(1)));
      ENDING.matcher(text).results().forEach(found -> endings.add(found.group(1)));
      RECORD
          .matcher(text)
          .results()
          .forEach(found -> addRecord(found.group(1), found.group(2), known));
    }
    for (Path file : files(ROUTES, ".camel.yaml")) {
      String name = file.getFileName().toString().replace(".camel.yaml", "");
      endings.forEach(ending -> known.add(name + ending));
      IN_ROUTES.matcher(read(file)).results().forEach(found -> known.add(found.group(1)));
    }
    known.addAll(springs());
    return Set.copyOf(known);
  }

  private static void addRecord(String prefix, String components, Set<String> known) {
    String plain = components.replaceAll("@\\w+\\([^)]*\\)", "").replaceAll("\\s+", " ").strip();
    Matcher component = COMPONENT.matcher(plain);
    while (component.find()) {
      known.add(
          prefix + "." + component.group(1).replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    }
  }

  private static Set<String> springs() {
    Set<String> known = new TreeSet<>();
    try {
      for (URL description :
          Collections.list(
              KnownSettings.class
                  .getClassLoader()
                  .getResources("META-INF/spring-configuration-metadata.json"))) {
        try (InputStream in = description.openStream()) {
          for (JsonNode property : new ObjectMapper().readTree(in).path("properties")) {
            // Properties at that level are listed only because they were removed.
            if (!property.path("deprecation").path("level").asText().equals("error")) {
              known.add(property.path("name").asText());
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return known;
  }

  private static List<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
