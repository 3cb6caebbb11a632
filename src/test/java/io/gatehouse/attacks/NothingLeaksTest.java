package io.gatehouse.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.FreePorts;
import io.gatehouse.gateway.GatewayProcess;
import io.gatehouse.gateway.Kompar;
import io.gatehouse.gateway.Request;
import io.gatehouse.gateway.Wire;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rule 6, by canaries: every personal field, token, key and password in the input is marked, and no
 * mark is found in what the process prints, shows to operators or sends in responses.
 */
class NothingLeaksTest {

  private static final String SENDER = "20.31.227.231";

  private final List<String> marks = new ArrayList<>();
  private final StringBuilder seen = new StringBuilder();

  @TempDir Path folder;

  /** A new mark: letters and digits that occur nowhere else. */
  private String mark(String what) {
    String mark = "canary" + what + Long.toHexString(Double.doubleToLongBits(Math.random()));
    marks.add(mark);
    return mark;
  }

  @Test
  void noMarkComesOutAnywhere() throws Exception {
    int http = FreePorts.one();
    int management = FreePorts.one();
    Map<String, String> settings = settings(http, management);
    try (GatewayProcess process = GatewayProcess.start("local", settings)) {
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> process.output().contains("Gatehouse is ready"));

      for (Request request : requests(settings)) {
        seen.append(Wire.exchange(http, request));
      }
      assertThat(statusOfTheHonest(http, settings)).isEqualTo(200);
      for (String path : List.of("health", "health/readiness", "health/liveness", "prometheus")) {
        seen.append(get(management, "/actuator/" + path));
      }
      seen.append(get(management, "/actuator/" + mark("operatorpath")));
      process.process().destroy();
      process.exitStatus();
      seen.append(process.output());
    }

    assertThat(seen).contains("Routes: ");
    assertThat(marks).hasSizeGreaterThan(40);
    for (String mark : marks) {
      for (String spelling : spellings(mark)) {
        assertThat(seen.indexOf(spelling)).as(spelling + " in " + around(spelling)).isNegative();
      }
    }
  }

  private int statusOfTheHonest(int http, Map<String, String> settings) {
    return Wire.exchange(http, argos(settings.get("argos.key")).body(person())).status();
  }

  private String around(String spelling) {
    int at = seen.indexOf(spelling);
    return at < 0 ? "" : seen.substring(Math.max(0, at - 300), Math.min(seen.length(), at + 300));
  }

  /** Base64 depends on where the mark begins: the middle of three positions' worth is searched. */
  private static List<String> spellings(String mark) {
    List<String> spellings = new ArrayList<>();
    byte[] bytes = mark.getBytes(StandardCharsets.UTF_8);
    spellings.add(mark);
    spellings.add(mark.toUpperCase(Locale.ROOT));
    spellings.add(HexFormat.of().formatHex(bytes));
    spellings.add(HexFormat.of().withUpperCase().formatHex(bytes));
    spellings.add(URLEncoder.encode(mark, StandardCharsets.UTF_8));
    for (int offset = 0; offset < 3; offset++) {
      byte[] shifted = new byte[offset + bytes.length];
      System.arraycopy(bytes, 0, shifted, offset, bytes.length);
      String base64 = Base64.getEncoder().encodeToString(shifted);
      spellings.add(base64.substring(4, base64.length() - 4));
    }
    return spellings;
  }

  private Map<String, String> settings(int http, int management) {
    Map<String, String> settings = new HashMap<>();
    settings.put("server.port", Integer.toString(http));
    settings.put("management.server.port", Integer.toString(management));
    settings.put("gatehouse.broker.acceptor", "");
    settings.put("gatehouse.broker.data-directory", folder.resolve("broker").toString());
    for (String secret :
        List.of(
            "kompar.token",
            "thekyb.key",
            "argos.key",
            "ondato.basic.username",
            "ondato.basic.password",
            "ondato.hmac.secret",
            "ondato.oauth2.client-secret")) {
      settings.put(secret, mark(secret.replaceAll("[^a-z]", "")));
    }
    settings.put("kompliant.partners", "rockoutpay");
    // As the packaged gateway logs, with everything that can be switched on.
    settings.put("logging.structured.format.console", "ecs");
    settings.put("logging.level.io.gatehouse", "debug");
    return settings;
  }

  /** Requests that are accepted, refused, quarantined, unknown, and broken. */
  private List<Request> requests(Map<String, String> settings) {
    String basic =
        settings.get("ondato.basic.username") + ":" + settings.get("ondato.basic.password");
    String wrong = mark("wrongsecret");
    Request ondato =
        Request.post("/webhooks/ondato").header("X-Forwarded-For", SENDER).body(person());
    Request kompar =
        Request.post("/webhooks/kompar/applications")
            .header("Authorization", "token " + settings.get("kompar.token"));
    Request token =
        new Request("POST /oauth2/token HTTP/1.1", List.of(), new byte[0])
            .header("Content-Type", "application/x-www-form-urlencoded");
    return List.of(
        argos(settings.get("argos.key")).body(person()),
        argos(settings.get("argos.key")).body("{\"name\":\"" + mark("broken")),
        argos(settings.get("argos.key")).body("{\"data\":\"" + mark("envelope") + "\"}"),
        argos(settings.get("argos.key")).body("[\"" + mark("array") + "\"]"),
        argos(settings.get("argos.key")).body("{\"n\":" + "9".repeat(5000) + mark("number") + "}"),
        argos(settings.get("argos.key")).body("{\"webhook_trigger\":{\"" + mark("key") + "\":1}}"),
        argos(settings.get("argos.key"))
            .header("Content-Encoding", mark("encoding"))
            .body(person()),
        argos(settings.get("argos.key"))
            .withoutHeader("Content-Type")
            .header("Content-Type", mark("type") + "/x")
            .body(person()),
        argos(settings.get("argos.key")).header("X-Forwarded-For", mark("address")).body(person()),
        argos(wrong).body(person()),
        argos(settings.get("argos.key")).header("X-Any", mark("header")).body(person()),
        argos(settings.get("argos.key") + "&other=" + mark("query")).body(person()),
        kompar.body(Kompar.encrypt(person())),
        kompar.body(Kompar.encrypt("not JSON " + mark("plaintext"))),
        kompar.body("{\"data\":\"" + mark("ciphertext") + "\",\"iv\":\"AAAA\"}"),
        kompar.header("Authorization", "token " + wrong).body(person()),
        Request.post("/webhooks/kompar/decisions")
            .header("Authorization", "token " + wrong)
            .body(person()),
        Request.post("/webhooks/thekyb?key=" + settings.get("thekyb.key")).body(person()),
        Request.post("/webhooks/thekyb?key=" + wrong).body(person()),
        Request.post("/webhooks/kompliant?partner_id=" + mark("partner"))
            .header("X-Forwarded-For", "3.230.141.132")
            .body(person()),
        Request.post("/webhooks/kompliant?partner_id=rockoutpay")
            .header("X-Forwarded-For", "3.230.141.132")
            .body(person()),
        ondato.header("Authorization", "Basic " + base64(basic)),
        ondato.header("Authorization", "Basic " + base64("x:" + mark("password"))),
        ondato.header("Authorization", "Bearer " + mark("bearer")),
        ondato.header(
            "Authorization", "Bearer " + base64("{\"alg\":\"none\"}") + "." + mark("jwt") + "."),
        ondato.header("Ondato-Signature", mark("signature")),
        token.body(
            "grant_type=client_credentials&client_id=ondato&client_secret=" + mark("client")),
        token.body("grant_type=" + mark("grant") + "&client_id=" + mark("id")),
        token
            .body("grant_type=client_credentials&scope=" + mark("scope"))
            .header(
                "Authorization",
                "Basic " + base64("ondato:" + settings.get("ondato.oauth2.client-secret"))),
        Request.post("/" + mark("path")).body(person()),
        Request.post("/webhooks/argos;" + mark("parameter")).body(person()),
        Request.post("/webhooks/%2e%2e/" + mark("dots")).body(person()),
        new Request(mark("METHOD") + " /webhooks/argos HTTP/1.1", List.of(), new byte[0]),
        new Request("POST /webhooks/argos HTTP/" + mark("version"), List.of(), new byte[0]),
        new Request("POST /webhooks/argos HTTP/1.1", List.of(mark("noheader")), new byte[0]),
        new Request(
            "POST /webhooks/argos HTTP/1.1", List.of("Host: " + mark("host") + " x"), new byte[0]),
        new Request(
            "POST /webhooks/argos HTTP/1.1",
            List.of("Transfer-Encoding: " + mark("coding")),
            new byte[0]));
  }

  private static Request argos(String key) {
    return Request.post("/webhooks/argos?key=" + key);
  }

  /** An event that every vendor's route can process, all about a marked person. */
  private String person() {
    return """
        {"webhook_trigger":"created","submission_id":"%s","event":"mbtrust_success",
         "application_id":"%1$s","Id":"an event id is no secret","Type":"Form.Created","Payload":{"id":"%1$s"},
         "type":"%s","kyb_backoffice_id":"%1$s","service_id":"%s",
         "first_name":"%s","iban":"%s","email":"%s@example.com","passport":"%s"}
        """
        .formatted(
            mark("subject"),
            mark("vendortype"),
            mark("service"),
            mark("name"),
            mark("iban"),
            mark("email"),
            mark("passport"));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String get(int port, String path) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    return answer.headers().map() + answer.body();
  }
}
