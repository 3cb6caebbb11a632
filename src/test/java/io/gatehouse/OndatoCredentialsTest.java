package io.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Credentials of Ondato that depend on the time and so cannot be in a file. */
class OndatoCredentialsTest {

  private final Gateway gateway = Gateway.shared();

  private static Request event(String id) {
    return Request.post("/webhooks/ondato")
        .header("X-Forwarded-For", "20.31.227.231")
        .body("{\"Id\":\"" + id + "\",\"Type\":\"Form.Created\",\"Payload\":{}}");
  }

  private HttpResponse<String> fetchToken(String form, String basic) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/oauth2/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials" + form));
    if (!basic.isEmpty()) {
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)));
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest
  @CsvSource({
    "'', ondato:local-ondato-client-secret",
    "&client_id=ondato&client_secret=local-ondato-client-secret, ''"
  })
  void aTokenOfOurOwnEndpointLetsAnEventIn(String form, String basic) throws Exception {
    JsonNode answer = new ObjectMapper().readTree(fetchToken(form, basic).body());
    assertThat(answer.path("token_type").asText()).isEqualToIgnoringCase("Bearer");
    String token = answer.path("access_token").asText();

    String id = "bearer-" + form.length();
    assertThat(gateway.send(event(id).header("Authorization", "Bearer " + token)).status())
        .isEqualTo(200);
    assertThat(gateway.bus().count("kyc.onboarding", id)).isEqualTo(1);
    String forged = token.substring(0, token.length() - 2) + "xx";
    assertThat(gateway.send(event(id).header("Authorization", "Bearer " + forged)).status())
        .isEqualTo(401);
  }

  @Test
  void aWrongClientSecretGetsNoToken() throws Exception {
    HttpResponse<String> answer = fetchToken("", "ondato:wrong");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("invalid_client").doesNotContain("access_token");
  }

  @ParameterizedTest
  @CsvSource({
    "0, ',', 200",
    "0, ', ', 200",
    "-86400, ',', 200",
    "-90060, ',', 401",
    "240, ',', 200",
    "360, ',', 401"
  })
  void anHmacIsGoodForADayBackAndFiveMinutesAhead(long seconds, String comma, int status)
      throws Exception {
    Request event = event("hmac" + seconds + comma.length());
    long time = Instant.now().getEpochSecond() + seconds;

    Request signed =
        event.header("Ondato-Signature", "t=" + time + comma + "s=" + hmac(time, event));

    assertThat(gateway.send(signed).status()).isEqualTo(status);
  }

  @Test
  void anHmacOverOtherBytesIsRefused() throws Exception {
    Request event = event("hmac-other");
    long time = Instant.now().getEpochSecond();
    Request changed =
        event
            .header("Ondato-Signature", "t=" + time + ",s=" + hmac(time, event))
            .body(new String(event.body(), StandardCharsets.UTF_8) + " ");

    assertThat(gateway.send(changed).status()).isEqualTo(401);
    assertThat(gateway.bus().count("kyc.onboarding", "hmac-other")).isZero();
  }

  private static String hmac(long time, Request event) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(
            "local-ondato-hmac-secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update((time + ".").getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().formatHex(mac.doFinal(event.body()));
  }
}
