package io.gatehouse.tools.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.ValidRange;
import io.gatehouse.tools.diagrams.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.util.StringUtils;

/**
 * The page of all settings, {@code docs/settings.md}. Its tables come from the configuration
 * metadata of the build; the route files add which settings are required, which are secrets, and
 * the defaults that stand in them. The text around the tables is {@code
 * contract/settings-frame.txt} among the resources.
 */
public final class SettingsPage {

  private static final String FRAME = "/contract/settings-frame.txt";
  private static final String ENDING = ".camel.yaml";

  /** A line of the frame that a table replaces. */
  private static final Pattern TABLE = Pattern.compile("(?m)^\\{\\{settings ([^}]+)}}$");

  /** Who the file is about, in its first comment. */
  private static final Pattern NAME = Pattern.compile("^# *([^:\\n]+):");

  /** A setting of every vendor, which the frame describes once for all. */
  private static final Pattern COMMON = Pattern.compile("`<vendor>(\\.[a-z0-9.-]+)`");

  /** Settings that steps look up by the name of their file, and read as secrets. */
  private static final Pattern LOOKED_UP =
      Pattern.compile(".*\\.(token|signature-secret|oauth2\\.client-id|oauth2\\.client-secret)");

  private static final Pattern SECRET = Pattern.compile("\\{\\{secret:(\\??)([a-z0-9.-]+)}}");
  private static final Pattern PLAIN = Pattern.compile("\\{\\{([a-z0-9-]+\\.[a-z0-9.-]+)}}");
  private static final Pattern DEFAULTED =
      Pattern.compile("\\{\\{([a-z0-9-]+\\.[a-z0-9.-]+):([^{}]+)}}");

  private final String frame = frame();
  private final Set<String> common =
      COMMON
          .matcher(frame)
          .results()
          .map(found -> found.group(1))
          .collect(Collectors.toCollection(TreeSet::new));
  private final SettingsMetadata metadata = SettingsMetadata.read();
  private final List<YamlFile> vendors;
  private final List<YamlFile> receivers;
  private final Set<String> secrets = new TreeSet<>();
  private final Set<String> required = new TreeSet<>();
  private final Map<String, String> defaults = new TreeMap<>();
  private final Set<String> shown = new TreeSet<>();

  private SettingsPage(Path routes) {
    vendors = YamlFile.in(routes.resolve("vendors"), ENDING);
    receivers = YamlFile.in(routes.resolve("downstream"), ENDING);
    Stream.of(vendors, receivers, YamlFile.in(routes.resolve("registration"), ENDING))
        .flatMap(List::stream)
        .map(YamlFile::text)
        .forEach(this::readPlaceholders);
    vendors.stream().map(YamlFile::text).forEach(this::readRequirements);
  }

  /**
   * The page, the same for the same build and the same files.
   *
   * @param routes the folder of routes
   * @throws BadSettingException where a route file cannot be read, or a setting of the gateway has
   *     no place in the frame
   */
  public static String of(Path routes) {
    return new SettingsPage(routes).write();
  }

  private String write() {
    String page =
        TABLE.matcher(frame).replaceAll(table -> Matcher.quoteReplacement(table(table.group(1))));
    metadata.names().stream()
        .filter(name -> name.startsWith("gatehouse.") && !shown.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new BadSettingException(
                  "%s has no place on the page of settings: name its beginning in src/main/resources%s."
                      .formatted(name, FRAME));
            });
    return page;
  }

  private String table(String of) {
    return switch (of) {
      case "vendors" -> sections(vendors);
      case "receivers" -> sections(receivers);
      default -> rows(List.of(of.split(" ")));
    };
  }

  /** A heading and a table for each route file; the heading is the name in its first comment. */
  private String sections(List<YamlFile> files) {
    return files.stream()
        .map(
            file ->
                "### "
                    + NAME.matcher(file.text())
                        .results()
                        .findFirst()
                        .map(found -> found.group(1))
                        .orElse(file.name())
                    + "\n\n"
                    + rows(List.of(file.name() + ".")))
        .collect(Collectors.joining("\n\n"));
  }

  private String rows(List<String> beginnings) {
    List<String> names =
        beginnings.stream()
            .flatMap(
                beginning -> metadata.names().stream().filter(name -> name.startsWith(beginning)))
            .filter(name -> !isCommon(name))
            .toList();
    shown.addAll(names);
    return Stream.concat(
            Stream.of("| setting | default | |", "|---|---|---|"), names.stream().map(this::row))
        .collect(Collectors.joining("\n"));
  }

  private boolean isCommon(String name) {
    int dot = name.indexOf('.');
    String beginning = name.substring(0, dot);
    return common.contains(name.substring(dot))
        && vendors.stream().anyMatch(vendor -> vendor.name().equals(beginning));
  }

  private String row(String name) {
    boolean secret = secrets.contains(name) || LOOKED_UP.matcher(name).matches();
    return "| `%s`%s | %s | %s |"
        .formatted(
            name,
            secret ? " ●" : "",
            defaultOf(name),
            metadata.description(name).replace("|", "\\|"));
  }

  private String defaultOf(String name) {
    if (required.contains(name)) {
      return "required";
    }
    String described = metadata.defaultOf(name);
    String value = described.isEmpty() ? defaults.getOrDefault(name, "") : described;
    return value.isEmpty() ? "" : "`" + value.replace(",", "`, `") + "`";
  }

  private void readPlaceholders(String text) {
    SECRET.matcher(text).results().map(found -> found.group(2)).forEach(secrets::add);
    DEFAULTED
        .matcher(text)
        .results()
        .forEach(found -> defaults.putIfAbsent(found.group(1), found.group(2)));
  }

  private void readRequirements(String text) {
    Stream.concat(
            SECRET
                .matcher(text)
                .results()
                .filter(found -> found.group(1).isEmpty())
                .map(found -> found.group(2)),
            PLAIN.matcher(text).results().map(found -> found.group(1)))
        .forEach(required::add);
  }

  private static String frame() {
    try (InputStream in = SettingsPage.class.getResourceAsStream(FRAME)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The settings that this build describes, in its configuration metadata. */
  private static final class SettingsMetadata {

    private static final String FILE = "/META-INF/spring-configuration-metadata.json";

    private final Map<String, JsonNode> properties = new TreeMap<>();
    private final Map<String, List<String>> choices = new TreeMap<>();

    private SettingsMetadata(JsonNode metadata) {
      metadata
          .path("properties")
          .forEach(property -> properties.put(property.path("name").asText(), property));
      metadata
          .path("hints")
          .forEach(
              hint ->
                  choices.put(
                      hint.path("name").asText(), hint.path("values").findValuesAsText("value")));
    }

    static SettingsMetadata read() {
      try (InputStream in = SettingsMetadata.class.getResourceAsStream(FILE)) {
        return new SettingsMetadata(new ObjectMapper().readTree(in));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    /** All names, in order. */
    Set<String> names() {
      return properties.keySet();
    }

    /** The default value; empty where there is none. */
    String defaultOf(String name) {
      return properties.get(name).path("defaultValue").asText("");
    }

    /** What the setting is for, and which values it may have, as sentences. */
    String description(String name) {
      String text = properties.get(name).path("description").asText();
      return StringUtils.capitalize(text) + (text.endsWith(".") ? "" : ".") + values(name);
    }

    private String values(String name) {
      if (choices.containsKey(name)) {
        return choices.get(name).stream().collect(Collectors.joining("`, `", " One of `", "`."));
      }
      return ranges(name)
          .map(range -> " From `%s` to `%s`.".formatted(range.from(), range.to()))
          .collect(Collectors.joining());
    }

    /** The range at the component of the record that declares the setting, if there is one. */
    private Stream<ValidRange> ranges(String name) {
      String source = properties.get(name).path("sourceType").asText("");
      if (source.isEmpty()) {
        return Stream.empty();
      }
      try {
        RecordComponent[] components = Class.forName(source).getRecordComponents();
        return Stream.ofNullable(components)
            .flatMap(Arrays::stream)
            .filter(
                component ->
                    name.endsWith("." + DataObjectPropertyName.toDashedForm(component.getName())))
            .flatMap(component -> Stream.ofNullable(component.getAnnotation(ValidRange.class)));
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
