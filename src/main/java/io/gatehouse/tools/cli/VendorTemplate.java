package io.gatehouse.tools.cli;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.tools.simulation.SimulationFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.core.env.AbstractEnvironment;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * The initial files of a new vendor, as text: its route file, its simulation file, a sample
 * request, the event that it becomes, and its settings for the profile {@code local}. All of it is
 * written for a vendor "acme", and renamed.
 *
 * @param name of the vendor, in lower case
 * @param family its authentication method
 */
record VendorTemplate(String name, AuthMethod family) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(?:-[a-z0-9]+)*");
  private static final int LONGEST_NAME = 20;
  private static final Pattern PROOF = Pattern.compile("(?m)^( *)# proof\n");
  private static final String BODY =
      "{\"id\":\"evt-0001\",\"type\":\"verification.approved\",\"case_id\":\"case-0001\",\"occurred_at\":\"2026-01-05T09:30:00Z\"}";

  /** Prefixes of other settings. */
  private static final Set<String> TAKEN =
      Set.of("camel", "gatehouse", "logging", "management", "server", "spring", "stand-ins");

  VendorTemplate {
    if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME || TAKEN.contains(name)) {
      throw new BadSettingException(
          "\"%s\" is no name for a vendor: take up to %d lower-case letters and digits, with hyphens between words, and none of %s."
              .formatted(
                  name, LONGEST_NAME, TAKEN.stream().sorted().collect(Collectors.joining(", "))));
    }
  }

  /** The vendor's name for a sentence: Acme-Kyc for acme-kyc. */
  String title() {
    return Arrays.stream(name.split("-"))
        .map(StringUtils::capitalize)
        .collect(Collectors.joining("-"));
  }

  String routeFile() {
    return renamed(withProof("acme.camel.yaml", family.steps()));
  }

  String simulation() {
    return renamed(withProof("acme.simulation.yaml", family.proof()));
  }

  private static String withProof(String file, String lines) {
    return PROOF
        .matcher(resource(file))
        .replaceFirst(mark -> Matcher.quoteReplacement(lines.indent(mark.group(1).length())));
  }

  /** Path and query of the vendor's webhook. */
  String url() {
    return vendor().url(throwAway());
  }

  /** The headers of the sample, each {@code Name: value}. */
  List<String> headers() {
    List<String> headers = new ArrayList<>(List.of("Content-Type: application/json"));
    headers.addAll(vendor().headers(throwAway(), BODY.getBytes(StandardCharsets.UTF_8)));
    return headers;
  }

  private SimulationFile vendor() {
    return SimulationFile.of(Path.of(name + ".yaml"), simulation());
  }

  /** The settings below, and nothing of this machine's: a sample contains no secret in use. */
  private Environment throwAway() {
    ConfigurableEnvironment environment = new AbstractEnvironment() {};
    environment
        .getPropertySources()
        .addLast(new MapPropertySource("thrown away", new TreeMap<>(settings())));
    return environment;
  }

  String body() {
    return BODY;
  }

  /** The sample as a file. */
  String request() {
    return "POST %s HTTP/1.1\n%s\n\n%s".formatted(url(), String.join("\n", headers()), BODY);
  }

  /** The event that the sample becomes. */
  String event() {
    return renamed(resource("acme.event.json"));
  }

  /** The settings by their full names, with sample values. */
  Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    family.settings().forEach((key, value) -> settings.put(name + "." + key, renamed(value)));
    return settings;
  }

  private String renamed(String text) {
    return text.replace("acme", name).replace("Acme", title());
  }

  private static String resource(String file) {
    try (InputStream in = VendorTemplate.class.getResourceAsStream("/new-vendor/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
