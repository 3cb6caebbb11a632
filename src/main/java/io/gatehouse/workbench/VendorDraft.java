package io.gatehouse.workbench;

import io.gatehouse.settings.BadSettingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.util.StringUtils;

/**
 * A first guess of a new vendor, as text: its route file, a request that it could send, the event
 * that this becomes, and its settings for the profile {@code local}. All of it is written for a
 * vendor "acme", and renamed.
 *
 * @param name of the vendor, in lower case
 * @param family how it proves itself
 */
record VendorDraft(String name, AuthFamily family) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(?:-[a-z0-9]+)*");
  private static final int LONGEST_NAME = 20;
  private static final String PROOF = "        # proof\n";
  private static final String BODY =
      "{\"id\":\"evt-0001\",\"type\":\"verification.approved\",\"case_id\":\"case-0001\",\"occurred_at\":\"2026-01-05T09:30:00Z\"}";

  /** What begins settings of something else. */
  private static final Set<String> TAKEN =
      Set.of("camel", "gatehouse", "logging", "management", "server", "spring", "stand-ins");

  VendorDraft {
    if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME || TAKEN.contains(name)) {
      throw new BadSettingException(
          "\"%s\" is no name for a vendor: take up to %d lower-case letters and digits, with hyphens between words, and none of %s."
              .formatted(
                  name, LONGEST_NAME, TAKEN.stream().sorted().collect(Collectors.joining(", "))));
    }
  }

  /** The vendor as it is written in a sentence: Acme-Kyc for acme-kyc. */
  String title() {
    return Arrays.stream(name.split("-"))
        .map(StringUtils::capitalize)
        .collect(Collectors.joining("-"));
  }

  String routeFile() {
    return renamed(resource("new-vendor.camel.yaml").replace(PROOF, family.steps().indent(8)));
  }

  /** Path and query that the vendor is to call. */
  String url() {
    return "/webhooks/" + name + family.query(this);
  }

  /** The headers of the sample, each {@code Name: value}. */
  List<String> headers() {
    List<String> headers = new ArrayList<>(List.of("Content-Type: application/json"));
    headers.addAll(family.headers(this));
    return headers;
  }

  String body() {
    return BODY;
  }

  /** The sample as a file. */
  String request() {
    return "POST %s HTTP/1.1\n%s\n\n%s".formatted(url(), String.join("\n", headers()), BODY);
  }

  /** What the sample becomes. */
  String event() {
    return renamed(resource("new-vendor.event.json"));
  }

  /** The settings by their full names, with throw-away values. */
  Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    family.settings().keySet().forEach(key -> settings.put(name + "." + key, setting(key)));
    return settings;
  }

  /** The throw-away value of a setting, named without the vendor's name. */
  String setting(String key) {
    return renamed(family.settings().get(key));
  }

  private String renamed(String text) {
    return text.replace("acme", name).replace("Acme", title());
  }

  private static String resource(String file) {
    try (InputStream in = VendorDraft.class.getResourceAsStream("/workbench/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
