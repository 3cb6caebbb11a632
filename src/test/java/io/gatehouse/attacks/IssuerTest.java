package io.gatehouse.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bearer tokens of an external issuer: what a token must be, and what happens if the issuer is
 * away.
 */
class IssuerTest {

  private static final String AUDIENCE = "gatehouse-at-example";

  private static Issuer issuer;
  private static Gateway gateway;

  @BeforeAll
  static void start() throws Exception {
    issuer = new Issuer();
    gateway = trusting(issuer);
  }

  @AfterAll
  static void stop() {
    gateway.close();
    issuer.close();
  }

  private static Gateway trusting(Issuer issuer) {
    return Gateway.start(
        Map.of("ondato.oauth2.issuer", issuer.name(), "ondato.oauth2.audience", AUDIENCE));
  }

  private static Answer send(Gateway gateway, String token) {
    return gateway.send(
        Request.post("/webhooks/ondato")
            .header("X-Forwarded-For", "20.31.227.231")
            .header("Authorization", "Bearer " + token)
            .body("{\"Id\":\"issuer\",\"Type\":\"Form.Created\",\"Payload\":{}}"));
  }

  @Test
  void aGoodTokenLetsAnEventIn() throws Exception {
    assertThat(send(gateway, issuer.token(claims -> {})).status()).isEqualTo(200);
    assertThat(send(gateway, issuer.token(c -> c.audience(List.of("other", AUDIENCE)))).status())
        .isEqualTo(200);
  }

  /** A token that must be rejected, and why. */
  record Bad(String why, String token) {
    @Override
    public String toString() {
      return why;
    }
  }

  static Stream<Bad> badTokens() throws Exception {
    Instant now = Instant.now();
    String good = issuer.token(claims -> {});
    String[] parts = good.split("\\.");
    String other = issuer.token(c -> c.subject("somebody")).split("\\.")[1];
    RSAKey foreign = new RSAKeyGenerator(2048).keyID(issuer.key.getKeyID()).generate();
    byte[] publicKey = issuer.key.toRSAPublicKey().getEncoded();
    byte[] publicPem =
        ("-----BEGIN PUBLIC KEY-----\n"
                + java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicKey)
                + "\n-----END PUBLIC KEY-----\n")
            .getBytes(StandardCharsets.US_ASCII);
    JWTClaimsSet claims = issuer.claims(c -> {});
    JWSHeader.Builder rs256 = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("first");
    return Stream.of(
        new Bad("for somebody else", issuer.token(c -> c.audience("other"))),
        new Bad("for nobody", issuer.token(c -> c.audience((String) null))),
        new Bad("of another issuer", issuer.token(c -> c.issuer("https://other.example"))),
        new Bad("of nobody", issuer.token(c -> c.issuer(null))),
        new Bad("of the issuer with a slash", issuer.token(c -> c.issuer(issuer.name() + "/"))),
        new Bad("expired", issuer.token(c -> c.expirationTime(Date.from(now.minusSeconds(90))))),
        new Bad("without an end", issuer.token(c -> c.expirationTime(null))),
        new Bad("not yet good", issuer.token(c -> c.notBeforeTime(Date.from(now.plusSeconds(90))))),
        new Bad("unsigned", new PlainJWT(claims).serialize()),
        new Bad("with its signature cut off", parts[0] + "." + parts[1] + "."),
        new Bad("with its signature missing", parts[0] + "." + parts[1]),
        new Bad("with other claims", parts[0] + "." + other + "." + parts[2]),
        new Bad("with a doubled dot", parts[0] + ".." + parts[2]),
        new Bad("signed with another key", signed(rs256, new RSASSASigner(foreign), claims)),
        new Bad(
            "HS256 under the public key",
            signed(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first"),
                new MACSigner(publicKey),
                claims)),
        new Bad(
            "HS256 under the public key as PEM",
            signed(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first"),
                new MACSigner(publicPem),
                claims)),
        new Bad(
            "RS512, which is not asked for",
            signed(
                new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("first"),
                new RSASSASigner(issuer.key),
                claims)),
        new Bad(
            "with its own key in the header",
            signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(foreign.toPublicJWK()),
                new RSASSASigner(foreign),
                claims)),
        new Bad(
            "with the address of its key in the header",
            signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .jwkURL(URI.create(issuer.name() + "/trap")),
                new RSASSASigner(foreign),
                claims)),
        new Bad(
            "with a critical header that nobody knows",
            signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID("first")
                    .criticalParams(java.util.Set.of("exp-x"))
                    .customParam("exp-x", 1),
                new RSASSASigner(issuer.key),
                claims)),
        new Bad(
            "of another type",
            signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID("first")
                    .type(new JOSEObjectType("logout+jwt")),
                new RSASSASigner(issuer.key),
                claims)),
        new Bad("no token", "x"),
        new Bad("empty", ""));
  }

  private static String signed(JWSHeader.Builder header, JWSSigner signer, JWTClaimsSet claims)
      throws JOSEException {
    SignedJWT jwt = new SignedJWT(header.build(), claims);
    jwt.sign(signer);
    return jwt.serialize();
  }

  @ParameterizedTest
  @MethodSource("badTokens")
  void aBadTokenIsRefused(Bad bad) {
    Answer answer = send(gateway, bad.token());

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.headers().get("www-authenticate")).doesNotContain("error");
    assertThat(issuer.traps).hasValue(0);
  }

  @Test
  void anIssuerOutOfReachBeforeTheFirstTokenIsNotTheSendersFault() throws Exception {
    Issuer away = new Issuer();
    String token = away.token(claims -> {});
    away.close();

    try (Gateway alone = trusting(away)) {
      Answer first = send(alone, token);
      Answer next = send(alone, away.token(c -> c.jwtID(UUID.randomUUID().toString())));

      assertThat(first.status()).isEqualTo(503);
      assertThat(first.headers()).containsKey("retry-after");
      assertThat(next.status()).isEqualTo(503);
    }
  }

  @Test
  void knownKeysServeOnWhileTheIssuerIsAway() throws Exception {
    Issuer soonAway = new Issuer();
    try (Gateway own = trusting(soonAway)) {
      assertThat(send(own, soonAway.token(claims -> {})).status()).isEqualTo(200);

      soonAway.close();

      assertThat(send(own, soonAway.token(c -> c.subject("later"))).status()).isEqualTo(200);
      assertThat(send(own, soonAway.tokenWithKeyId("unknown")).status()).isIn(401, 503);
    }
  }

  @Test
  void tokensWithUnknownKeysDoNotSendUsToTheIssuerEachTime() throws Exception {
    try (Issuer asked = new Issuer();
        Gateway own = trusting(asked)) {
      List<Integer> statuses =
          IntStream.range(0, 200)
              .mapToObj(i -> send(own, asked.tokenWithKeyId("random-" + i)).status())
              .toList();

      assertThat(statuses.get(0)).isEqualTo(401);
      // Once no more requests are allowed, an unknown key may be a new one: retry later.
      assertThat(statuses).containsAnyOf(401, 503).doesNotContain(200, 500);
      assertThat(asked.fetches.get()).isLessThanOrEqualTo(4);
      assertThat(send(own, asked.token(claims -> {})).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(
      strings = {"garbage", "huge", "status 500", "redirect"})
  void anIssuerThatTalksRubbishIsAsGoodAsAway(String rubbish) throws Exception {
    try (Issuer odd = new Issuer();
        Gateway own = trusting(odd)) {
      odd.rubbish = rubbish;

      Answer answer = send(own, odd.token(claims -> {}));

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.headers()).containsKey("retry-after");
    }
  }

  /** An identity provider, as far as the gateway needs one. */
  private static final class Issuer implements AutoCloseable {

    private final RSAKey key = new RSAKeyGenerator(2048).keyID("first").generate();
    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicInteger traps = new AtomicInteger();
    private final HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private volatile String rubbish = "";

    Issuer() throws Exception {
      server.createContext(
          "/.well-known/openid-configuration",
          exchange ->
              answer(
                  exchange, "{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/keys\"}".formatted(name())));
      server.createContext(
          "/keys",
          exchange -> {
            fetches.incrementAndGet();
            answer(exchange, new JWKSet(key.toPublicJWK()).toString());
          });
      server.createContext(
          "/trap",
          exchange -> {
            traps.incrementAndGet();
            answer(exchange, "{}");
          });
      server.start();
    }

    private void answer(HttpExchange exchange, String honest) throws IOException {
      String body =
          switch (rubbish) {
            case "garbage" -> "<html>";
            case "huge" -> honest + " ".repeat(1024 * 1024);
            default -> honest;
          };
      int status = rubbish.equals("status 500") ? 500 : rubbish.equals("redirect") ? 302 : 200;
      if (status == 302) {
        exchange.getResponseHeaders().set("Location", name() + "/trap");
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      try (exchange) {
        exchange.getResponseBody().write(bytes);
      }
    }

    String name() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) {
      Instant now = Instant.now();
      JWTClaimsSet.Builder claims =
          new JWTClaimsSet.Builder()
              .issuer(name())
              .audience(AUDIENCE)
              .issueTime(Date.from(now))
              .expirationTime(Date.from(now.plusSeconds(300)));
      change.accept(claims);
      return claims.build();
    }

    String token(Consumer<JWTClaimsSet.Builder> change) throws JOSEException {
      return signed(
          new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()),
          new RSASSASigner(key),
          claims(change));
    }

    String tokenWithKeyId(String id) {
      try {
        return signed(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(id),
            new RSASSASigner(key),
            claims(c -> {}));
      } catch (JOSEException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
