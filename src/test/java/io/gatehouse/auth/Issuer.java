package io.gatehouse.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gatehouse.gateway.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An external issuer of tokens over HTTP: discovery, and its public keys. */
final class Issuer implements AutoCloseable {

  static final String AUDIENCE = "gatehouse-test";

  private final int port = FreePorts.one();
  private final AtomicInteger fetchesOfKeys = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile Duration delay = Duration.ZERO;
  private volatile String padding = "";
  private volatile RSAKey key = newKey("first");
  private HttpServer server;

  /** Its name. */
  String name() {
    return "http://127.0.0.1:" + port + "/realm";
  }

  RSAKey key() {
    return key;
  }

  int fetchesOfKeys() {
    return fetchesOfKeys.get();
  }

  /** From now on it signs with another key, and publishes only that one. */
  void rollOver() {
    key = newKey("second");
  }

  /** From now on every response takes this long. */
  void slowDown(Duration by) {
    delay = by;
  }

  /** From now on every document is this much longer. */
  void bloat(int bytes) {
    padding = " ".repeat(bytes);
  }

  Issuer up() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext(
        "/realm/.well-known/openid-configuration",
        exchange ->
            answer(exchange, "{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/keys\"}".formatted(name())));
    server.createContext(
        "/realm/keys",
        exchange -> {
          fetchesOfKeys.incrementAndGet();
          answer(exchange, new JWKSet(key.toPublicJWK()).toString());
        });
    server.start();
    return this;
  }

  void down() {
    server.stop(0);
    server = null;
  }

  private void answer(HttpExchange exchange, String json) throws IOException {
    try {
      Thread.sleep(delay.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    byte[] body = (json + padding).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Valid claims. */
  JWTClaimsSet.Builder claims() {
    return goodClaims(name(), AUDIENCE);
  }

  static JWTClaimsSet.Builder goodClaims(String issuer, String audience) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .audience(audience)
        .subject("client")
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(600)));
  }

  JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT).keyID(key.getKeyID());
  }

  String token() {
    return token(header(), claims());
  }

  String token(JWSHeader.Builder header, JWTClaimsSet.Builder claims) {
    return token(key, header, claims);
  }

  static String token(RSAKey signingKey, JWSHeader.Builder header, JWTClaimsSet.Builder claims) {
    try {
      SignedJWT jwt = new SignedJWT(header.build(), claims.build());
      jwt.sign(new RSASSASigner(signingKey));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static RSAKey newKey(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    if (server != null) {
      down();
    }
    threads.shutdownNow();
  }
}
