package io.gatehouse.tools.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Bearer tokens for client credentials (RFC 6749, section 4.4), kept until a minute before they
 * expire.
 */
final class Tokens {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration EARLY = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client;
  private final String url;
  private final Map<Credential.Bearer, Kept> kept = new HashMap<>();

  private record Kept(String token, Instant until) {}

  Tokens(HttpClient client, String url) {
    this.client = client;
    this.url = url;
  }

  /** No token can be obtained now. */
  static final class NoTokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoTokenException(String why) {
      super(why);
    }
  }

  /**
   * Returns a token.
   *
   * @throws NoTokenException if the endpoint issues none
   */
  synchronized String token(Credential.Bearer bearer) {
    Kept known = kept.get(bearer);
    if (known == null || Instant.now().isAfter(known.until())) {
      known = fetch(bearer);
      kept.put(bearer, known);
    }
    return known.token();
  }

  private Kept fetch(Credential.Bearer bearer) {
    String path = bearer.tokenPath() == null ? "/oauth2/token" : bearer.tokenPath();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                "Authorization",
                Credential.Basic.of(encode(bearer.clientId()), encode(bearer.clientSecret())))
            .POST(BodyPublishers.ofString("grant_type=client_credentials"))
            .build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      JsonNode answer = response.statusCode() == 200 ? JSON.readTree(response.body()) : null;
      if (answer == null || !answer.path("access_token").isTextual()) {
        throw new NoTokenException("no token, " + path + " answers " + response.statusCode());
      }
      Duration life = Duration.ofSeconds(answer.path("expires_in").asLong(EARLY.toSeconds()));
      return new Kept(
          answer.path("access_token").textValue(), Instant.now().plus(life).minus(EARLY));
    } catch (IOException e) {
      throw new NoTokenException("no token, " + path + " does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoTokenException("no token, interrupted");
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
