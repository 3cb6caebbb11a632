package io.gatehouse.workbench;

import io.gatehouse.settings.BadSettingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.binary.Base64;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * The ways in which vendors prove themselves: for each the steps of a route file and the settings
 * that these need, written for a vendor "acme", and what a request brings as its proof.
 */
enum AuthFamily {
  HMAC(
      """
      # How it proves itself: the header holds the HMAC of the raw body, in hex. If Acme signs a
      # time too, "t=…,v1=…", add signed: time-and-body; if another header names the algorithm,
      # add algorithmHeader. The kamelet's own file describes these and more.
      - to:
          uri: kamelet:require-hmac
          parameters:
            header: X-Acme-Signature
            secret: "{{secret:acme.signature-secret}}"
      """,
      Map.of("signature-secret", "local-acme-signature-secret")) {
    @Override
    List<String> headers(VendorDraft draft) {
      String secret = draft.setting("signature-secret");
      String hex = new HmacUtils(HmacAlgorithms.HMAC_SHA_256, secret).hmacHex(draft.body());
      return List.of("X-%s-Signature: %s".formatted(draft.title(), hex));
    }
  },

  BASIC(
      """
      # How it proves itself: user name and password (RFC 7617). The same step takes a timed HMAC,
      # once acme.hmac.secret is set.
      - to:
          uri: kamelet:require-any-credentials
          parameters:
            vendor: acme
            username: "{{secret:acme.basic.username}}"
            password: "{{secret:acme.basic.password}}"
            hmacSecret: "{{secret:?acme.hmac.secret}}"
      """,
      Map.of("basic.username", "acme", "basic.password", "local-acme-password")) {
    @Override
    List<String> headers(VendorDraft draft) {
      String pair = draft.setting("basic.username") + ":" + draft.setting("basic.password");
      byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
      return List.of("Authorization: Basic " + Base64.encodeBase64String(bytes));
    }
  },

  BEARER(
      """
      # How it proves itself: a fixed token, "Authorization: Bearer …".
      - to:
          uri: kamelet:require-token
          parameters: {scheme: Bearer, token: "{{secret:acme.token}}"}
      """,
      Map.of("token", "local-acme-token")) {
    @Override
    List<String> headers(VendorDraft draft) {
      return List.of("Authorization: Bearer " + draft.setting("token"));
    }
  },

  TOKEN(
      """
      # How it proves itself: a fixed token, "Authorization: token …"; scheme is the word before it.
      - to:
          uri: kamelet:require-token
          parameters: {scheme: token, token: "{{secret:acme.token}}"}
      """,
      Map.of("token", "local-acme-token")) {
    @Override
    List<String> headers(VendorDraft draft) {
      return List.of("Authorization: token " + draft.setting("token"));
    }
  },

  KEY(
      """
      # How it proves itself: a key in the URL that we give to Acme,
      # /webhooks/acme?key=….
      - to: {uri: kamelet:require-key, parameters: {key: "{{secret:acme.key}}"}}
      """,
      Map.of("key", "local-acme-key")) {
    @Override
    String query(VendorDraft draft) {
      return "?key=" + draft.setting("key");
    }
  },

  DIGEST(
      """
      # How it proves itself: a key in the URL that we give to Acme,
      # /webhooks/acme?key=…, and a header with sha256hex(raw body + sha256hex(secret)).
      - to: {uri: kamelet:require-key, parameters: {key: "{{secret:acme.key}}"}}
      - to:
          uri: kamelet:require-digest
          parameters:
            header: X-Acme-Signature
            secret: "{{secret:acme.signature-secret}}"
      """,
      Map.of("key", "local-acme-key", "signature-secret", "local-acme-signature-secret")) {
    @Override
    String query(VendorDraft draft) {
      return KEY.query(draft);
    }

    @Override
    List<String> headers(VendorDraft draft) {
      String salt = DigestUtils.sha256Hex(draft.setting("signature-secret"));
      String hex = DigestUtils.sha256Hex(draft.body() + salt);
      return List.of("X-%s-Signature: %s".formatted(draft.title(), hex));
    }
  };

  private final String steps;
  private final Map<String, String> settings;

  AuthFamily(String steps, Map<String, String> settings) {
    this.steps = steps;
    this.settings = new TreeMap<>(settings);
  }

  /**
   * The family of a word.
   *
   * @throws BadSettingException where there is none
   */
  static AuthFamily named(String word) {
    return Arrays.stream(values())
        .filter(family -> family.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new BadSettingException(
                    "--auth: \"%s\" is none of %s.".formatted(word, String.join(", ", words()))));
  }

  static List<String> words() {
    return Arrays.stream(values()).map(AuthFamily::word).toList();
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The steps of the route file, with a comment above them. */
  String steps() {
    return steps;
  }

  /** The settings that the steps need, without the vendor's name, with throw-away values. */
  Map<String, String> settings() {
    return settings;
  }

  /** What stands behind the path in the URL that the vendor calls. */
  String query(VendorDraft draft) {
    return "";
  }

  /** The headers that prove the sender, each {@code Name: value}. */
  List<String> headers(VendorDraft draft) {
    return List.of();
  }
}
