package io.gatehouse.auth;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.Secret;
import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.RefusedException;
import io.gatehouse.webhook.Webhook;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/** One method by which a sender can authenticate. */
sealed interface Credential {

  /** Whether the credentials of this webhook can be checked with its body only. */
  default boolean readsBody(Webhook webhook) {
    return false;
  }

  /** Whether this webhook carries valid credentials. */
  boolean provenBy(Webhook webhook);

  /** The challenge of a refusal, for {@code WWW-Authenticate} (RFC 9110, section 11.6.1). */
  String challenge();

  /** The only value; empty if there is none, or several that contradict each other. */
  static Optional<String> only(List<String> values) {
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }

  /**
   * What follows the scheme in the only value of {@code Authorization} (RFC 9110, section 11.4);
   * the scheme may be in any case, and one or more spaces follow it.
   */
  static Optional<String> authorization(List<String> values, String scheme) {
    String start = scheme + " ";
    return only(values)
        .map(String::strip)
        .filter(value -> value.regionMatches(true, 0, start, 0, start.length()))
        .map(value -> value.substring(start.length()).strip());
  }

  /**
   * A fixed token: {@code Authorization: <scheme> <token>}.
   *
   * @param scheme the scheme word, in any case
   */
  record Token(String scheme, Secret token) implements Credential {

    @Override
    public boolean provenBy(Webhook webhook) {
      return authorization(webhook.header("Authorization"), scheme)
          .filter(token::matchesHeader)
          .isPresent();
    }

    @Override
    public String challenge() {
      return scheme + " realm=\"gatehouse\"";
    }
  }

  /**
   * A secret in the URL that the vendor was given: {@code ?<parameter>=<key>}.
   *
   * @param parameter the query parameter; it must occur exactly once
   */
  record Key(String parameter, Secret key) implements Credential {

    private static final String CHALLENGE = "key realm=\"gatehouse\"";

    @Override
    public boolean provenBy(Webhook webhook) {
      return only(webhook.query(parameter)).filter(key::matchesParameter).isPresent();
    }

    @Override
    public String challenge() {
      return CHALLENGE;
    }
  }

  /** User name and password by the Basic scheme (RFC 7617), in UTF-8. */
  record Basic(Secret username, Secret password) implements Credential {

    static final String CHALLENGE = "Basic realm=\"gatehouse\", charset=\"UTF-8\"";

    @Override
    public boolean provenBy(Webhook webhook) {
      return authorization(webhook.header("Authorization"), "Basic")
          .flatMap(Basic::decode)
          .filter(this::matches)
          .isPresent();
    }

    private boolean matches(String pair) {
      int colon = pair.indexOf(':');
      if (colon < 0) {
        return false;
      }
      // Both are compared, whatever the first result is: the time taken must not reveal which is
      // wrong.
      return username.matches(pair.substring(0, colon))
          & password.matches(pair.substring(colon + 1));
    }

    /** Name, colon and password; empty if the text is not base64. */
    static Optional<String> decode(String base64) {
      try {
        return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    @Override
    public String challenge() {
      return CHALLENGE;
    }
  }

  /** A bearer token (RFC 6750) that is a signed JWT (RFC 7519). */
  record Bearer(JwtDecoder decoder) implements Credential {

    @Override
    public boolean provenBy(Webhook webhook) {
      return authorization(webhook.header("Authorization"), "Bearer")
          .filter(this::isGood)
          .isPresent();
    }

    private boolean isGood(String token) {
      try {
        decoder.decode(token);
        return true;
      } catch (BadJwtException e) {
        return false;
      } catch (JwtException e) {
        // The issuer's keys are unavailable, so the token can be neither accepted nor rejected.
        throw new RefusedException(Problem.Unavailable.SHORTLY);
      }
    }

    @Override
    public String challenge() {
      return "Bearer realm=\"gatehouse\"";
    }
  }

  /**
   * A salted digest of the body: {@code <header>: sha256hex(raw body + sha256hex(secret))}.
   *
   * @param header the header's name; it must occur exactly once
   */
  record SaltedDigest(String header, Secret secret) implements Credential {

    @Override
    public boolean readsBody(Webhook webhook) {
      return only(webhook.header(header)).isPresent();
    }

    @Override
    public boolean provenBy(Webhook webhook) {
      return only(webhook.header(header))
          .map(String::strip)
          .filter(given -> matches(given, webhook.body()))
          .isPresent();
    }

    /** Compares with every accepted secret, in constant time. */
    private boolean matches(String given, byte[] body) {
      byte[] hex = given.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
      boolean found = false;
      for (String value : secret.values()) {
        MessageDigest digest = DigestUtils.getSha256Digest();
        digest.update(body);
        byte[] salt = DigestUtils.sha256Hex(value).getBytes(StandardCharsets.US_ASCII);
        String expected = HexFormat.of().formatHex(digest.digest(salt));
        found |= MessageDigest.isEqual(expected.getBytes(StandardCharsets.US_ASCII), hex);
      }
      return found;
    }

    @Override
    public String challenge() {
      // The same as for the key in the URL, which is used together with it: the response does not
      // reveal which of the two was wrong.
      return Key.CHALLENGE;
    }
  }

  /**
   * A signature over the body: {@code <header>: <hex>}, where the hex is the HMAC (RFC 2104) of the
   * raw body.
   *
   * @param header the header's name; it must occur exactly once
   * @param algorithmHeader the header that names the algorithm, exactly once; empty: there is none,
   *     and the length of the signature determines it
   * @param algorithms the accepted ones
   */
  record Hmac(String header, String algorithmHeader, Set<HmacAlgorithm> algorithms, Secret secret)
      implements Credential {

    private static final Pattern HEX = Pattern.compile("(?:[0-9A-Fa-f]{2})+");

    @Override
    public boolean readsBody(Webhook webhook) {
      return given(webhook).flatMap(given -> fitting(algorithms, given)).isPresent();
    }

    @Override
    public boolean provenBy(Webhook webhook) {
      return given(webhook).filter(given -> isProven(webhook, given)).isPresent();
    }

    private Optional<byte[]> given(Webhook webhook) {
      return only(webhook.header(header)).flatMap(value -> bytes(value.strip()));
    }

    private boolean isProven(Webhook webhook, byte[] given) {
      return fitting(algorithms, given)
          .filter(algorithm -> algorithmHeader.isEmpty() || isNamed(webhook, algorithm))
          .filter(algorithm -> algorithm.matches(secret, given, webhook.body()))
          .isPresent();
    }

    private boolean isNamed(Webhook webhook, HmacAlgorithm algorithm) {
      return only(webhook.header(algorithmHeader))
          .map(String::strip)
          .flatMap(HmacAlgorithm::named)
          .filter(algorithm::equals)
          .isPresent();
    }

    /** Bytes in hex of either case; empty if it is not hex. */
    private static Optional<byte[]> bytes(String hex) {
      return HEX.matcher(hex).matches()
          ? Optional.of(HexFormat.of().parseHex(hex))
          : Optional.empty();
    }

    /** The accepted algorithm whose signatures have this length. */
    private static Optional<HmacAlgorithm> fitting(Set<HmacAlgorithm> accepted, byte[] signature) {
      return accepted.stream().filter(a -> a.bytes() == signature.length).findFirst();
    }

    @Override
    public String challenge() {
      return header + " realm=\"gatehouse\"";
    }
  }

  /**
   * A signature over time and body: {@code <header>: t=<unix seconds>,s=<64 hex>}, where {@code s}
   * is HMAC-SHA256 (RFC 2104) of {@code "<t>.<raw body>"}.
   *
   * @param header the header's name; it must occur exactly once
   */
  record TimedHmac(String header, Secret secret, TimestampTolerance limits) implements Credential {

    private static final Pattern SHAPE = Pattern.compile("t=([0-9]{1,12}), ?s=([0-9A-Fa-f]{64})");

    @Override
    public boolean readsBody(Webhook webhook) {
      return isTimely(signature(webhook));
    }

    @Override
    public boolean provenBy(Webhook webhook) {
      Matcher signature = signature(webhook);
      return isTimely(signature)
          && HmacAlgorithm.SHA256.matches(
              secret,
              HexFormat.of().parseHex(signature.group(2)),
              (signature.group(1) + ".").getBytes(StandardCharsets.US_ASCII),
              webhook.body());
    }

    private Matcher signature(Webhook webhook) {
      return SHAPE.matcher(only(webhook.header(header)).map(String::strip).orElse(""));
    }

    private boolean isTimely(Matcher signature) {
      return signature.matches() && limits.allow(Long.parseLong(signature.group(1)));
    }

    @Override
    public String challenge() {
      return header + " realm=\"gatehouse\"";
    }
  }

  /**
   * Signatures over time and body, of which one must be valid: {@code <header>: t=<unix
   * seconds>,v1=<hex>}, where the hex is the HMAC (RFC 2104) of {@code "<t>.<raw body>"}. The
   * header may contain several of either while a vendor's secret is being rotated, separated by
   * commas or spaces. A signature belongs to the time before it; elements with other names are
   * ignored.
   *
   * @param header the header's name; it must occur exactly once
   * @param name of the elements that contain signatures, such as {@code v1}
   * @param algorithms the accepted ones; the length of a signature determines which one it is
   */
  record TimedSignatures(
      String header,
      String name,
      Set<HmacAlgorithm> algorithms,
      TimestampTolerance limits,
      Secret secret)
      implements Credential {

    /** More than any vendor sends: each one costs a pass over the whole body. */
    private static final int MOST = 8;

    private static final Pattern BETWEEN = Pattern.compile(" *, *| +");
    private static final Pattern ELEMENT = Pattern.compile("([A-Za-z0-9_]{1,16})=([^= ,]{1,256})");
    private static final Pattern TIME = Pattern.compile("[0-9]{1,12}");

    /**
     * One signature.
     *
     * @param time in Unix seconds, as written, since it is signed as written
     * @param signature as written
     */
    record Signed(String time, String signature) {}

    /**
     * The signatures of a header.
     *
     * @param name of the elements that contain signatures
     * @return empty if the header has another form, or more than eight signatures
     */
    static List<Signed> read(String header, String name) {
      List<Signed> found = new ArrayList<>();
      String time = null;
      for (String part : BETWEEN.split(header.strip(), -1)) {
        Matcher element = ELEMENT.matcher(part);
        if (!element.matches()) {
          return List.of();
        }
        String value = element.group(2);
        if (element.group(1).equals("t")) {
          if (!TIME.matcher(value).matches()) {
            return List.of();
          }
          time = value;
        } else if (element.group(1).equals(name)) {
          if (time == null || found.size() == MOST) {
            return List.of();
          }
          found.add(new Signed(time, value));
        }
      }
      return List.copyOf(found);
    }

    @Override
    public boolean readsBody(Webhook webhook) {
      return signatures(webhook).stream().anyMatch(this::isTimely);
    }

    private List<Signed> signatures(Webhook webhook) {
      return read(only(webhook.header(header)).orElse(""), name);
    }

    @Override
    public boolean provenBy(Webhook webhook) {
      boolean found = false;
      for (Signed signed : signatures(webhook)) {
        found |= isTimely(signed) && isGood(signed, webhook);
      }
      return found;
    }

    private boolean isTimely(Signed signed) {
      return limits.allow(Long.parseLong(signed.time()));
    }

    private boolean isGood(Signed signed, Webhook webhook) {
      byte[] start = (signed.time() + ".").getBytes(StandardCharsets.US_ASCII);
      byte[] given = Hmac.bytes(signed.signature()).orElse(new byte[0]);
      return Hmac.fitting(algorithms, given)
          .filter(algorithm -> algorithm.matches(secret, given, start, webhook.body()))
          .isPresent();
    }

    @Override
    public String challenge() {
      return header + " realm=\"gatehouse\"";
    }
  }

  /**
   * How far a signed time may be from the gateway's.
   *
   * @param oldest how old it may be
   * @param ahead how far it may be in the future
   */
  record TimestampTolerance(Duration oldest, Duration ahead, Clock clock) {

    /** A shorter tolerance would accept no signature at all. */
    static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final Duration LONGEST = Duration.ofDays(36_500);

    /**
     * Parses a duration.
     *
     * @param parameter its name in the route file
     * @param text an ISO 8601 duration
     * @throws BadSettingException if it is not one, or shorter than the shortest or longer than a
     *     hundred years
     */
    static Duration span(String parameter, String text, Duration shortest) {
      try {
        Duration span = Duration.parse(text.strip());
        if (span.compareTo(shortest) >= 0 && span.compareTo(LONGEST) <= 0) {
          return span;
        }
      } catch (DateTimeParseException e) {
        // Reported below, in one sentence with the range.
      }
      throw new BadSettingException(
          "%s: \"%s\" is no ISO 8601 duration from %s to P36500D such as PT5M."
              .formatted(parameter, text, shortest));
    }

    /** Whether a time, in Unix seconds, is within the limits. */
    boolean allow(long seconds) {
      long age = clock.instant().getEpochSecond() - seconds;
      return age <= oldest.toSeconds() && age >= -ahead.toSeconds();
    }
  }
}
