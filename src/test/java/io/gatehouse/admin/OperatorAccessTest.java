package io.gatehouse.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import io.gatehouse.gateway.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may read messages and move them. */
class OperatorAccessTest {

  private static final List<String> GUARDED =
      List.of("deadletters", "quarantine", "operatorrecords", "deadletters/x", "quarantine/x");

  private static Gateway withToken;
  private static Gateway withoutToken;

  @BeforeAll
  static void start() {
    withToken = Gateway.start(Map.of("gatehouse.operators.token", "new-token, old-token"));
    withoutToken = Gateway.start(Map.of("management.server.address", "0.0.0.0"));
  }

  @AfterAll
  static void stop() {
    withToken.close();
    withoutToken.close();
  }

  private static Request get(String path) {
    return Request.get("/actuator/" + path);
  }

  private static Request bearing(String token) {
    return get("deadletters").header("Authorization", token);
  }

  @Test
  void withoutTheTokenNothingIsAnswered() {
    for (String path : GUARDED) {
      Answer answer = withToken.operate(get(path));
      assertThat(answer.status()).as(path).isEqualTo(401);
      assertThat(answer.headers().get("www-authenticate")).startsWith("Bearer ");
      assertThat(answer.headers().get("content-type")).startsWith("application/problem+json");
    }
    assertThat(withToken.operate(Request.post("/actuator/deadletters").body("{}")).status())
        .isEqualTo(401);
    assertThat(withToken.operate(Request.delete("/actuator/quarantine/x?reason=x")).status())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer new-token,           200",
    "bearer old-token,           200",
    "Bearer wrong,               401",
    "'Bearer new-token, old-token', 401",
    "Bearer,                     401",
    "Basic new-token,            401",
    "new-token,                  401",
  })
  void eachOfTheListedTokensIsAccepted(String authorization, int status) {
    assertThat(withToken.operate(bearing(authorization)).status()).isEqualTo(status);
  }

  @Test
  void twoTokensAreNone() {
    Request both = bearing("Bearer new-token").header("Authorization", "Bearer new-token");

    assertThat(withToken.operate(both).status()).isEqualTo(401);
  }

  @Test
  void monitorsNeedNoToken() {
    for (String path : List.of("health", "health/liveness", "health/readiness", "prometheus")) {
      assertThat(withToken.operate(get(path)).status()).as(path).isEqualTo(200);
    }
  }

  @Test
  void whereNoTokenIsSetTheGatewaysOwnMachineMayAsk() {
    assertThat(withoutToken.operate(get("deadletters")).status()).isEqualTo(200);
    assertThat(withoutToken.operate(get("operatorrecords")).status()).isEqualTo(200);
    for (String host : List.of("127.0.0.1:8081", "[::1]:8081", "LOCALHOST")) {
      assertThat(withoutToken.operate(get("deadletters").header("Host", host)).status())
          .as(host)
          .isEqualTo(200);
    }
  }

  @Test
  void whereNoTokenIsSetNoOtherMachineMay() throws IOException {
    Optional<InetAddress> other =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .findFirst();
    assumeThat(other).as("an address that is not loopback").isPresent();

    try (Socket socket = new Socket(other.get(), withoutToken.managementPort())) {
      socket
          .getOutputStream()
          .write(
              "GET /actuator/deadletters HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      Answer answer = Wire.parse(socket.getInputStream().readAllBytes());
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.json().path("detail").asText()).contains("gatehouse.operators.token");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For: 127.0.0.1",
        "Forwarded: for=127.0.0.1",
        "X-Real-IP: 127.0.0.1",
        "Via: 1.1 proxy",
        "True-Client-IP: 127.0.0.1",
        "CF-Connecting-IP: 127.0.0.1",
        "CF-Ray: 1",
        "CDN-Loop: cdn",
        "Fastly-Client-IP: 127.0.0.1",
        "X-Client-IP: 127.0.0.1",
        "X-Cluster-Client-IP: 127.0.0.1",
        "X-Azure-ClientIP: 127.0.0.1",
        "X-Azure-SocketIP: 127.0.0.1",
        "X-Envoy-External-Address: 127.0.0.1",
        "X-Original-Forwarded-For: 127.0.0.1",
        "X-Original-URL: /",
        "X-Forwarded: for=127.0.0.1",
        "Forwarded-For: 127.0.0.1",
        "Fly-Client-IP: 127.0.0.1",
        "X-AppEngine-User-IP: 127.0.0.1",
        "X-ProxyUser-IP: 127.0.0.1",
        "X-Remote-Addr: 127.0.0.1",
        "X-Originating-IP: 127.0.0.1",
        "Client-IP: 127.0.0.1",
        "WL-Proxy-Client-IP: 127.0.0.1",
        "X-Amzn-Trace-Id: Root=1",
        "X-NF-Client-Connection-IP: 127.0.0.1",
        "X-Vercel-Forwarded-For: 127.0.0.1",
        "X-ARR-LOG-ID: 1",
        "CloudFront-Viewer-Address: 127.0.0.1:1",
        "Incap-Client-IP: 127.0.0.1",
        "Tailscale-User-Login: anna",
        "Host: evil.example",
        "Host: 127.0.0.1.evil.example:8081",
        "Host: localhost.evil.example",
      })
  void whereNoTokenIsSetNoProxyAndNoStrangersNameLeadsHere(String header) {
    Request request = get("deadletters").header(header.split(": ")[0], header.split(": ")[1]);

    assertThat(withoutToken.operate(request).status()).isEqualTo(403);
    assertThat(withToken.operate(request.header("Authorization", "Bearer new-token")).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /actuator/deadletters HTTP/1.0",
        "GET /actuator/deadletters HTTP/1.0\\r\\nHost:",
        "GET /actuator/deadletters HTTP/1.0\\r\\nHost: evil.example",
        "GET /actuator/deadletters",
        "GET http://evil.example/actuator/deadletters HTTP/1.1\\r\\nHost: evil.example",
        "GET http://evil.example/actuator/deadletters HTTP/1.1\\r\\nHost: localhost",
        "GET /actuator/deadletters HTTP/1.1\\r\\nHost: localhost\\r\\nHost: localhost",
      })
  void whereNoTokenIsSetARequestHasToNameThisMachine(String head) throws IOException {
    try (Socket socket = Wire.connect(withoutToken.managementPort())) {
      socket
          .getOutputStream()
          .write(
              (head.replace("\\r\\n", "\r\n") + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).containsAnyOf("\"status\":403", "\"status\":400");
      assertThat(answer).doesNotContain("messages");
    }
  }

  @Test
  void whatToolsOnThisMachineSendLeadsHere() {
    Request tool =
        get("deadletters")
            .header("User-Agent", "curl/8.5.0")
            .header("Accept", "*/*")
            .header("Accept-Encoding", "gzip")
            .header("Cache-Control", "no-cache")
            .header("X-Requested-With", "tool")
            .header("Traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    assertThat(withoutToken.operate(tool).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin,         http://evil.example,    403",
    "Origin,         null,                   403",
    "Origin,         http://localhost:8081,  403",
    "Sec-Fetch-Site, cross-site,             403",
    "Sec-Fetch-Site, same-site,              403",
    "Sec-Fetch-Site, anything,               403",
    "Sec-Fetch-Site, same-origin,            200",
    "Sec-Fetch-Site, none,                   200",
  })
  void noPageInABrowserMayAsk(String header, String value, int status) {
    assertThat(withoutToken.operate(get("deadletters").header(header, value)).status())
        .isEqualTo(status);
    assertThat(withToken.operate(bearing("Bearer new-token").header(header, value)).status())
        .isEqualTo(status);
  }

  @Test
  void theVendorsPortHasNoneOfThis() {
    for (String path : GUARDED) {
      assertThat(withoutToken.send(get(path)).status()).as(path).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator//deadletters",
        "/actuator/./deadletters",
        "/actuator/deadletters/",
        "/actuator/deadletters;x=y",
        "/actuator/%64eadletters",
        "/actuator/Deadletters",
        "/actuator/health/../deadletters",
      })
  void noSpellingOfThePathGetsAround(String path) {
    assertThat(withToken.operate(Request.get(path)).status()).isIn(400, 401, 404);
  }
}
