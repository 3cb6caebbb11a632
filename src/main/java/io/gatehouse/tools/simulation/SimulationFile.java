package io.gatehouse.tools.simulation;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.FolderFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertyResolver;
import org.springframework.core.env.PropertySourcesPropertyResolver;

/**
 * A file that describes how to simulate a vendor, {@code routes/simulations/<vendor>.yaml}.
 *
 * @param tree its content, settings not yet resolved
 */
public record SimulationFile(Path path, JsonNode tree) {

  private static final String ENDING = ".yaml";

  private static final ObjectMapper YAML =
      JsonMapper.builder(new YAMLFactory())
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .addModule(new SimpleModule().addDeserializer(Duration.class, new Durations()))
          .build();

  /**
   * The files of a folder, by name.
   *
   * @throws BadSettingException if the folder or one of its files cannot be read
   */
  public static List<SimulationFile> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(ENDING))
          .sorted()
          .map(file -> read(folder, file))
          .toList();
    } catch (IOException e) {
      throw new BadSettingException(
          "%s cannot be read: run the command where routes/ is, or set gatehouse.routes.directory."
              .formatted(folder));
    }
  }

  private static SimulationFile read(Path folder, Path path) {
    try {
      if (FolderFiles.isReadable(folder, path)) {
        return of(path, Files.readString(path));
      }
    } catch (IOException e) {
      // Reported below.
    }
    throw new BadSettingException(
        "%s cannot be read: it must be a UTF-8 text file of its folder, of 1 MB at most."
            .formatted(path));
  }

  /**
   * Parses a file.
   *
   * @param path where it is or will be; its name is the vendor's
   * @throws BadSettingException if the text is not YAML
   */
  public static SimulationFile of(Path path, String text) {
    try {
      return new SimulationFile(path, YAML.readTree(text));
    } catch (JacksonException e) {
      throw FileDiagnostic.of(path, e, "");
    }
  }

  /** The vendor's name. */
  public String name() {
    return path.getFileName().toString().replace(ENDING, "");
  }

  /** The vendor's words for its events, and the meaning of each. */
  public Map<String, String> events() {
    return descriptions("events");
  }

  /** The names of the scenarios, and their descriptions. */
  public Map<String, String> scenarios() {
    return descriptions("scenarios");
  }

  private Map<String, String> descriptions(String part) {
    Map<String, String> descriptions = new LinkedHashMap<>();
    tree.path(part)
        .properties()
        .forEach(
            entry ->
                descriptions.put(entry.getKey(), entry.getValue().path("description").asText("")));
    return descriptions;
  }

  /**
   * Path and query that the vendor calls.
   *
   * @throws BadSettingException if the file cannot be simulated
   */
  public String url(Environment settings) {
    Vendor vendor = vendor(settings);
    return vendor.path() + vendor.queryString();
  }

  /**
   * The headers, each {@code Name: value}, that authenticate a request with this body which is sent
   * now; without a token that has to be fetched.
   *
   * @throws BadSettingException if the file cannot be simulated
   */
  public List<String> headers(Environment settings, byte[] body) {
    Vendor vendor = vendor(settings);
    Stream<Credential.Header> proofs =
        vendor.credentials().ofRequest(0).stream()
            .filter(credential -> credential.bearer() == null)
            .map(credential -> credential.proof().header(body, Instant.now(), null));
    return Stream.concat(
            vendor.headers().entrySet().stream()
                .map(header -> new Credential.Header(header.getKey(), header.getValue())),
            proofs)
        .map(header -> header.name() + ": " + header.value())
        .toList();
  }

  /**
   * The vendor, ready to be simulated.
   *
   * @throws BadSettingException if the file is invalid, or a setting is missing
   */
  Vendor vendor(Environment settings) {
    return vendor(new Placeholders(path, settings, null));
  }

  /**
   * The vendor according to the file alone: no setting is looked up, and defaults replace them.
   *
   * @param inPlaceOfOthers replaces a setting without a default
   * @throws BadSettingException if the file is invalid
   */
  Vendor vendorSaying(String inPlaceOfOthers) {
    PropertyResolver nothing = new PropertySourcesPropertyResolver(new MutablePropertySources());
    return vendor(new Placeholders(path, nothing, inPlaceOfOthers));
  }

  private Vendor vendor(Placeholders placeholders) {
    if (!(placeholders.resolve(tree) instanceof ObjectNode resolved)) {
      throw new BadSettingException(
          "%s must be a map with path, events and more; see its neighbours.".formatted(path));
    }
    try {
      Vendor vendor = YAML.treeToValue(resolved.put("name", name()), Vendor.class);
      check(vendor);
      return vendor;
    } catch (JacksonException e) {
      throw FileDiagnostic.of(path, e, tree.toString());
    }
  }

  private void check(Vendor vendor) {
    vendor
        .events()
        .forEach(
            (word, event) -> {
              if (vendor.pathOf(event) == null || event.body() == null) {
                throw new BadSettingException(
                    "%s: the event '%s' needs a path and a body.".formatted(path, word));
              }
              if (vendor.encryptedOf(event) != Vendor.Encrypted.FALSE
                  && vendor.encryption() == null) {
                throw new BadSettingException(
                    "%s: the event '%s' is encrypted, so the file must say how under encryption."
                        .formatted(path, word));
              }
            });
    vendor
        .scenarios()
        .values()
        .forEach(scenario -> scenario.events().forEach(step -> vendor.event(step.event())));
  }

  /** {@code 30s}, {@code 15m}, {@code 1h}, also negative. */
  private static final class Durations extends StdDeserializer<Duration> {

    private static final long serialVersionUID = 1L;

    Durations() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      try {
        return DurationStyle.SIMPLE.parse(parser.getText());
      } catch (IllegalArgumentException e) {
        throw context.weirdStringException(
            parser.getText(), Duration.class, "write it like 30s, 15m or 12h");
      }
    }
  }

  /** Describes in one sentence what is wrong in a simulation file, and where. */
  private static final class FileDiagnostic {

    private FileDiagnostic() {}

    /**
     * The diagnostic.
     *
     * @param written the file's text; a value that is not in it comes from a setting, and is not
     *     repeated
     */
    static BadSettingException of(Path file, JacksonException problem, String written) {
      return new BadSettingException(file + sentence(problem, written));
    }

    private static String sentence(JacksonException problem, String written) {
      if (problem instanceof UnrecognizedPropertyException e) {
        return ": '%s' is not known at %s; known are %s."
            .formatted(e.getPropertyName(), place(e, 1), known(e));
      }
      if (problem instanceof InvalidFormatException e) {
        String value = String.valueOf(e.getValue());
        return ": %s does not fit at %s; %s."
            .formatted(
                written.contains(value) ? "'" + value + "'" : "what is set",
                place(e, 0),
                fitting(e.getTargetType()));
      }
      if (problem instanceof ValueInstantiationException e) {
        return ": %s, at %s.".formatted(e.getCause().getMessage(), place(e, 0));
      }
      if (problem instanceof JsonMappingException e) {
        return ": this does not fit at %s.".formatted(place(e, 0));
      }
      String first = problem.getOriginalMessage().lines().findFirst().orElse("");
      int line = problem.getLocation() == null ? 0 : problem.getLocation().getLineNr();
      return ", line %d: this is not YAML (%s); correct the line.".formatted(line, first);
    }

    private static String fitting(Class<?> type) {
      return type.isEnum()
          ? "known are " + Arrays.toString(type.getEnumConstants())
          : "write it like 30s, 15m or 12h";
    }

    /** The path to the problem, without its last names. */
    private static String place(JsonMappingException e, int leftOut) {
      List<String> names =
          e.getPath().stream()
              .limit(e.getPath().size() - (long) leftOut)
              .map(part -> part.getFieldName() == null ? "" + part.getIndex() : part.getFieldName())
              .toList();
      return names.isEmpty() ? "the top" : String.join(".", names);
    }

    private static String known(UnrecognizedPropertyException e) {
      return String.join(
          ", ",
          e.getKnownPropertyIds().stream()
              .map(Object::toString)
              .filter(property -> !property.equals("name"))
              .sorted()
              .toList());
    }
  }
}
