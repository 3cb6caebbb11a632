package io.gatehouse.tools.cli;

import io.gatehouse.settings.BadSettingException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The methods by which vendors authenticate: for each the steps of a route file, the lines of a
 * simulation file and the settings that both need, written for a vendor "acme".
 */
enum AuthMethod {
  HMAC(
      """
      # How it authenticates: the header holds the HMAC of the raw body, in hex. If Acme signs a
      # time too, "t=…,v1=…", add signed: time-and-body; if another header names the algorithm,
      # add algorithmHeader. The kamelet's own file describes these and more.
      - to:
          uri: kamelet:require-hmac
          parameters:
            header: X-Acme-Signature
            secret: "{{secret:acme.signature-secret}}"
      """,
      """
      # How it authenticates. If it signs a time too, add over: "{t}.{body}", value: "t={t},v1={hex}".
      credentials:
        all:
          - hmac: {header: X-Acme-Signature, secret: "{{secret:acme.signature-secret}}"}
      """,
      Map.of("signature-secret", "local-acme-signature-secret")),

  BASIC(
      """
      # How it authenticates: user name and password (RFC 7617). The same step takes a timed HMAC,
      # once acme.hmac.secret is set.
      - to:
          uri: kamelet:require-any-credentials
          parameters:
            vendor: acme
            username: "{{secret:acme.basic.username}}"
            password: "{{secret:acme.basic.password}}"
            hmacSecret: "{{secret:?acme.hmac.secret}}"
      """,
      """
      # How it authenticates.
      credentials:
        all:
          - basic:
              username: "{{secret:acme.basic.username}}"
              password: "{{secret:acme.basic.password}}"
      """,
      Map.of("basic.username", "acme", "basic.password", "local-acme-password")),

  BEARER(
      """
      # How it authenticates: a fixed token, "Authorization: Bearer …".
      - to:
          uri: kamelet:require-token
          parameters: {scheme: Bearer, token: "{{secret:acme.token}}"}
      """,
      """
      # How it authenticates.
      headers: {Authorization: "Bearer {{secret:acme.token}}"}
      """,
      Map.of("token", "local-acme-token")),

  TOKEN(
      """
      # How it authenticates: a fixed token, "Authorization: token …"; scheme is the word before it.
      - to:
          uri: kamelet:require-token
          parameters: {scheme: token, token: "{{secret:acme.token}}"}
      """,
      """
      # How it authenticates.
      headers: {Authorization: "token {{secret:acme.token}}"}
      """,
      Map.of("token", "local-acme-token")),

  KEY(
      """
      # How it authenticates: a key in the URL that Acme is given,
      # /webhooks/acme?key=….
      - to: {uri: kamelet:require-key, parameters: {key: "{{secret:acme.key}}"}}
      """,
      """
      # How it authenticates.
      query: {key: "{{secret:acme.key}}"}
      """,
      Map.of("key", "local-acme-key")),

  DIGEST(
      """
      # How it authenticates: a key in the URL that Acme is given,
      # /webhooks/acme?key=…, and a header with sha256hex(raw body + sha256hex(secret)).
      - to: {uri: kamelet:require-key, parameters: {key: "{{secret:acme.key}}"}}
      - to:
          uri: kamelet:require-digest
          parameters:
            header: X-Acme-Signature
            secret: "{{secret:acme.signature-secret}}"
      """,
      """
      # How it authenticates.
      query: {key: "{{secret:acme.key}}"}
      credentials:
        all:
          - salted-digest:
              header: X-Acme-Signature
              secret: "{{secret:acme.signature-secret}}"
      """,
      Map.of("key", "local-acme-key", "signature-secret", "local-acme-signature-secret"));

  private final String steps;
  private final String proof;
  private final Map<String, String> settings;

  AuthMethod(String steps, String proof, Map<String, String> settings) {
    this.steps = steps;
    this.proof = proof;
    this.settings = new TreeMap<>(settings);
  }

  /**
   * The method of this name.
   *
   * @throws BadSettingException if there is none
   */
  static AuthMethod named(String word) {
    return Arrays.stream(values())
        .filter(family -> family.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new BadSettingException(
                    "--auth: \"%s\" is none of %s.".formatted(word, String.join(", ", words()))));
  }

  static List<String> words() {
    return Arrays.stream(values()).map(AuthMethod::word).toList();
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The steps of the route file, preceded by a comment. */
  String steps() {
    return steps;
  }

  /** The lines of the simulation file, preceded by a comment. */
  String proof() {
    return proof;
  }

  /** The settings that both need, without the vendor's name, with sample values. */
  Map<String, String> settings() {
    return settings;
  }
}
