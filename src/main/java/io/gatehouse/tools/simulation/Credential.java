package io.gatehouse.tools.simulation;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.SecretText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.HmacUtils;

/** One authentication method; in the file a map with one of these names. */
record Credential(Basic basic, Bearer bearer, SaltedDigest saltedDigest, Hmac hmac) {

  private static final String BODY = "{body}";

  Credential {
    if (Stream.of(basic, bearer, saltedDigest, hmac).filter(Objects::nonNull).count() != 1) {
      throw new IllegalArgumentException(
          "each credential must be one of basic, bearer, salted-digest and hmac");
    }
  }

  /** A header of a request. */
  record Header(String name, String value) {}

  /** What all kinds of credentials have in common. */
  sealed interface Proof {

    /** Whether its settings are set. */
    boolean isSet();

    /** The header for a body that is sent now. */
    Header header(byte[] body, Instant now, Tokens tokens);
  }

  Proof proof() {
    return Stream.of(basic, bearer, saltedDigest, hmac)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  boolean isSet() {
    return proof().isSet();
  }

  private static void need(String kind, String... parts) {
    if (Stream.of(parts).anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(kind);
    }
  }

  /** {@code Authorization: Basic …} (RFC 7617). */
  record Basic(String username, String password) implements Proof {

    Basic {
      need("basic needs username and password", username, password);
    }

    @Override
    public boolean isSet() {
      return !username.isEmpty() && !password.isEmpty();
    }

    @Override
    public Header header(byte[] body, Instant now, Tokens tokens) {
      return new Header("Authorization", of(username, password));
    }

    static String of(String username, String password) {
      byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
  }

  /**
   * {@code Authorization: Bearer …}, with a token that is fetched for client credentials.
   *
   * @param tokenPath of the token endpoint, at the same host as the webhooks
   * @param unless a setting; if it is not empty, the vendor does not use this method
   */
  record Bearer(String tokenPath, String clientId, String clientSecret, String unless)
      implements Proof {

    Bearer {
      need("bearer needs client-id and client-secret", clientId, clientSecret);
    }

    @Override
    public boolean isSet() {
      return !clientId.isEmpty() && !clientSecret.isEmpty() && (unless == null || unless.isEmpty());
    }

    @Override
    public Header header(byte[] body, Instant now, Tokens tokens) {
      return new Header("Authorization", "Bearer " + tokens.token(this));
    }
  }

  /** {@code <header>: sha256hex(body + sha256hex(secret))}. */
  record SaltedDigest(String header, String secret) implements Proof {

    SaltedDigest {
      need("salted-digest needs header and secret", header, secret);
    }

    @Override
    public boolean isSet() {
      return !secret.isEmpty();
    }

    @Override
    public Header header(byte[] body, Instant now, Tokens tokens) {
      return new Header(header, salted(secret, body));
    }
  }

  /**
   * A header with an HMAC.
   *
   * @param secret or several, separated by commas
   * @param algorithm its Java name, {@code HmacSHA256} unless given
   * @param over what is signed, with <code>{body}</code> and <code>{t}</code>, the Unix time in
   *     seconds
   * @param value of the header, with <code>{t}</code> and the code as <code>{hex}</code> or <code>
   *     {base64}</code>
   * @param join the separator between the values for several secrets; without it only the first
   *     secret is used
   */
  record Hmac(
      String header, String secret, String algorithm, String over, String value, String join)
      implements Proof {

    Hmac {
      need("hmac needs header and secret", header, secret);
      algorithm = algorithm == null ? "HmacSHA256" : algorithm;
      over = over == null ? "{body}" : over;
      value = value == null ? "{hex}" : value;
    }

    @Override
    public boolean isSet() {
      return !secret.isEmpty();
    }

    @Override
    public Header header(byte[] body, Instant now, Tokens tokens) {
      String time = String.valueOf(now.getEpochSecond());
      byte[] signed = fill(over.replace("{t}", time), body);
      List<String> secrets = SecretText.values(secret);
      return new Header(
          header,
          (join == null ? secrets.subList(0, 1) : secrets)
              .stream()
                  .map(key -> hmac(algorithm, key, signed))
                  .map(code -> write(value.replace("{t}", time), code))
                  .collect(Collectors.joining(join == null ? "" : join)));
    }
  }

  /** {@code sha256hex(body + sha256hex(secret))}. */
  private static String salted(String secret, byte[] body) {
    String salt = DigestUtils.sha256Hex(secret);
    return DigestUtils.sha256Hex(fill(BODY + salt, body));
  }

  /** The template's text with the body in place of <code>{body}</code>. */
  private static byte[] fill(String template, byte[] body) {
    ByteArrayOutputStream filled = new ByteArrayOutputStream();
    int at = template.indexOf(BODY);
    if (at < 0) {
      return template.getBytes(StandardCharsets.UTF_8);
    }
    filled.writeBytes(template.substring(0, at).getBytes(StandardCharsets.UTF_8));
    filled.writeBytes(body);
    filled.writeBytes(template.substring(at + BODY.length()).getBytes(StandardCharsets.UTF_8));
    return filled.toByteArray();
  }

  private static byte[] hmac(String algorithm, String secret, byte[] signed) {
    try {
      return new HmacUtils(algorithm, secret).hmac(signed);
    } catch (IllegalArgumentException e) {
      throw new BadSettingException(
          "%s is no HMAC of Java's; write HmacSHA256, for example.".formatted(algorithm));
    }
  }

  /** The template with the code in place of <code>{hex}</code> or <code>{base64}</code>. */
  private static String write(String template, byte[] code) {
    return template
        .replace("{hex}", HexFormat.of().formatHex(code))
        .replace("{base64}", Base64.getEncoder().encodeToString(code));
  }
}
