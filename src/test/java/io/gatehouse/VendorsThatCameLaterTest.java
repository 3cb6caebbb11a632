package io.gatehouse;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.gateway.Request;
import io.gatehouse.gateway.Wire;
import io.gatehouse.settings.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Vendors that {@code application.yaml} switches off: each has a route file and samples, no Java,
 * and no setting that is required while it is off.
 */
@ExtendWith(OutputCaptureExtension.class)
class VendorsThatCameLaterTest {

  private static final Pattern OFF = Pattern.compile("(?m)^([a-z0-9-]+)\\.enabled: false$");
  private static final Pattern SECRET = Pattern.compile("\\{\\{secret:([a-z][a-z0-9.-]+)}}");

  /** The settings that docs/running.md requires for the first five vendors. */
  private static final Map<String, String> FIRST_FIVE =
      Map.of(
          "kompliant.partners", "rockoutpay",
          "ondato.basic.username", "ondato",
          "ondato.basic.password", "password-of-ondato",
          "kompar.token", "token-of-kompar",
          "kompar.key", "0123456789abcdef0123456789abcdef",
          "thekyb.key", "key-of-thekyb",
          "argos.key", "key-of-argos");

  @TempDir Path folder;

  static List<String> vendors() throws IOException {
    return OFF.matcher(Files.readString(Path.of("src/main/resources/application.yaml")))
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  @Test
  void thereAreThreeOfThem() throws IOException {
    assertThat(vendors()).hasSize(3);
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void noJavaNamesThem(String vendor) throws IOException {
    Pattern name = Pattern.compile("(?i)\\b" + vendor + "\\b");

    try (Stream<Path> files = javaIn("src/main")) {
      assertThat(files).isNotEmpty().noneMatch(file -> name.matcher(read(file)).find());
    }
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void eachLineOfItsTableHasASample(String vendor) throws IOException {
    String routeFile = read(Path.of("routes/vendors/" + vendor + ".camel.yaml"));
    Map<String, Long> lines =
        Pattern.compile("\": +\"(kyc\\.[a-z.-]+)\"")
            .matcher(routeFile)
            .results()
            .collect(toMap(row -> row.group(1), row -> 1L, Long::sum));

    Map<String, Long> samples = new HashMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/resources/vendors/" + vendor))) {
      files
          .filter(file -> file.endsWith("event.json"))
          .map(file -> Pattern.compile("\"type\": \"([^\"]+)\"").matcher(read(file)))
          .filter(Matcher::find)
          .forEach(type -> samples.merge(type.group(1), 1L, Long::sum));
    }

    assertThat(lines).hasSizeGreaterThan(5);
    assertThat(lines)
        .allSatisfy((type, count) -> assertThat(samples).containsKey(type))
        .allSatisfy((type, count) -> assertThat(samples.get(type)).isGreaterThanOrEqualTo(count));
    assertThat(samples).containsKey("kyc.unclassified.received");
  }

  @Test
  void aGatewayForTheFirstFiveStartsWithoutAnythingOfTheirs() throws IOException {
    try (ConfigurableApplicationContext gateway = start(FIRST_FIVE)) {
      int port = gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class);

      for (String vendor : vendors()) {
        Request request = Request.post("/webhooks/" + vendor).body("{}");
        assertThat(Wire.exchange(port, request).status()).isEqualTo(404);
      }
      Request argos = Request.post("/webhooks/argos?key=key-of-argos").body("{}");
      assertThat(Wire.exchange(port, argos).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void switchedOnWithoutItsSecretOneStopsTheStart(String vendor, CapturedOutput output)
      throws IOException {
    String file = "routes/vendors/" + vendor + ".camel.yaml";
    Matcher secret = SECRET.matcher(read(Path.of(file)));
    assertThat(secret.find()).isTrue();
    Map<String, String> settings = new HashMap<>(FIRST_FIVE);
    settings.put(vendor + ".enabled", "true");

    assertThatThrownBy(() -> start(settings)).isInstanceOf(RuntimeException.class);

    assertThat(output.toString())
        .containsPattern(
            "Gatehouse did not start\\. %2$s, line \\d+: %1$s is not set: give it a value \\(environment variable %3$s\\), or switch it off with %4$s\\.enabled=false\\."
                .formatted(secret.group(1), file, Secrets.variable(secret.group(1)), vendor));
  }

  private ConfigurableApplicationContext start(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("server.port", "0");
    all.put("management.server.port", "0");
    all.put("gatehouse.broker.data-directory", folder.resolve("broker").toString());
    return new SpringApplicationBuilder(Gatehouse.class)
        .run(
            all.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new));
  }

  private static Stream<Path> javaIn(String folder) throws IOException {
    return Files.walk(Path.of(folder)).filter(file -> file.toString().endsWith(".java"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
