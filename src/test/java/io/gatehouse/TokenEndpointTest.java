package io.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /oauth2/token} as RFC 6749 defines it, and as clients use it. */
class TokenEndpointTest {

  private static final String SECRET = "q+w/e%2Fr:t==";

  private static Gateway gateway;

  @BeforeAll
  static void start() {
    gateway = Gateway.start(Map.of("ondato.oauth2.client-secret", SECRET));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static Request tokenRequest(String form) {
    return new Request("POST /oauth2/token HTTP/1.1", List.of(), new byte[0])
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body("grant_type=client_credentials" + form);
  }

  private static Request basic(Request request, String id, String secret) {
    byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String post(String secret) {
    return "&client_id=ondato&client_secret=" + encoded(secret);
  }

  @Test
  void aSecretMayBeSentAsItIsOrFormEncoded() {
    assertThat(gateway.send(basic(tokenRequest(""), "ondato", SECRET)).status()).isEqualTo(200);
    assertThat(gateway.send(basic(tokenRequest(""), "ondato", encoded(SECRET))).status())
        .isEqualTo(200);
    assertThat(gateway.send(tokenRequest(post(SECRET))).status()).isEqualTo(200);
  }

  @Test
  void aSecretThatIsEncodedTwiceIsWrong() {
    assertThat(gateway.send(basic(tokenRequest(""), "ondato", encoded(encoded(SECRET)))).status())
        .isEqualTo(401);
    assertThat(gateway.send(tokenRequest(post(encoded(SECRET)))).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "&scope=",
        "&scope=webhooks",
        "&scope=openid",
        "&scope=read%20write",
        "&resource=https://gatehouse&audience=x&unknown=1"
      })
  void whateverScopeIsAskedForTheAnswerNamesTheOneThatThereIs(String more) {
    Answer answer = gateway.send(basic(tokenRequest(more), "ondato", SECRET));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("scope").asText()).isEqualTo("webhooks");
    assertThat(answer.json().path("expires_in").asInt()).isBetween(3500, 3600);
    assertThat(answer.headers().get("cache-control")).contains("no-store");
    Request event =
        Request.post("/webhooks/ondato")
            .header("X-Forwarded-For", "20.31.227.231")
            .header("Authorization", "Bearer " + answer.json().path("access_token").asText())
            .body("{\"Id\":\"scope\",\"Type\":\"Form.Created\",\"Payload\":{}}");
    assertThat(gateway.send(event).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"ondato, wrong", "nobody, wrong", "ondato, ''", "'', ''"})
  void whoIsNoClientIsToldHowToProveIt(String id, String secret) {
    assertIsUnauthorized(gateway.send(basic(tokenRequest(""), id, secret)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&client_id=ondato", "&client_id=ondato&client_secret=wrong"})
  void whoHasNoBasicHeaderIsToldTheSame(String form) {
    assertIsUnauthorized(gateway.send(tokenRequest(form)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic", "Basic %%%", "Basic b25kYXRv", "Bearer abc"})
  void aHeaderThatProvesNothingIsToldTheSame(String header) {
    assertIsUnauthorized(gateway.send(tokenRequest("").header("Authorization", header)));
  }

  private static void assertIsUnauthorized(Answer answer) {
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.headers())
        .containsEntry("www-authenticate", "Basic realm=\"gatehouse\", charset=\"UTF-8\"")
        .hasEntrySatisfying("content-type", type -> assertThat(type).startsWith("application/json"))
        .hasEntrySatisfying("cache-control", said -> assertThat(said).contains("no-store"));
    assertThat(answer.body()).isEqualTo("{\"error\":\"invalid_client\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"&client_id=ondato&client_secret=x", "&client_assertion=x"})
  void twoProofsAtOnceAreOneTooMany(String second) {
    Answer answer = gateway.send(basic(tokenRequest(second), "ondato", SECRET));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("{\"error\":\"invalid_request\"}");
  }
}
