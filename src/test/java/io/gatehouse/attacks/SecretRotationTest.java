package io.gatehouse.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Kompar;
import io.gatehouse.gateway.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A secret is changed by writing its file, while vendors continue to send. */
class SecretRotationTest {

  private static final String FIRST_KEY = "0123456789abcdef0123456789abcdef";

  private static final Pattern ACCESS_TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

  @TempDir static Path folder;

  private static Gateway gateway;

  @BeforeAll
  static void start() {
    write("kompar.token", "first");
    write("kompar.key", FIRST_KEY);
    write("thekyb.key", "first");
    write("argos.key", "first");
    write("ondato.basic.username", "first");
    write("ondato.basic.password", "first");
    write("ondato.hmac.secret", "first");
    write("ondato.oauth2.client-id", "first");
    write("ondato.oauth2.client-secret", "first");
    gateway =
        Gateway.start(
            Map.of(
                "gatehouse.secrets.directory",
                folder.toString(),
                "gatehouse.secrets.refresh-interval-millis",
                "50"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  /** As a secret mount does it: the whole file at once. */
  private static void write(String property, String values) {
    try {
      Path fresh = Files.writeString(folder.resolve("." + property), values + "\n");
      Files.move(
          fresh,
          folder.resolve(property),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One secret of one vendor.
   *
   * @param isTaken whether the gateway accepts a sender that has this value
   */
  record Rotated(String property, BiFunction<Gateway, String, Boolean> isTaken) {
    @Override
    public String toString() {
      return property;
    }
  }

  static Stream<Rotated> secrets() {
    return Stream.of(
        new Rotated("kompar.token", answered(SecretRotationTest::withToken)),
        new Rotated("thekyb.key", answered(value -> key("thekyb", value))),
        new Rotated("argos.key", answered(value -> key("argos", value))),
        new Rotated("ondato.basic.username", answered(value -> withBasic(value, "first"))),
        new Rotated("ondato.basic.password", answered(value -> withBasic("first", value))),
        new Rotated("ondato.hmac.secret", answered(SecretRotationTest::withHmac)),
        new Rotated("ondato.oauth2.client-id", (g, value) -> withBearer(g, value, "first")),
        new Rotated("ondato.oauth2.client-secret", (g, value) -> withBearer(g, "first", value)));
  }

  private static BiFunction<Gateway, String, Boolean> answered(
      java.util.function.Function<String, Request> request) {
    return (gateway, value) -> gateway.send(request.apply(value)).status() == 200;
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void nobodyIsRefusedWhileBothValuesStandInTheFile(Rotated secret) {
    try (Sender first = new Sender(secret, "first")) {
      await().until(() -> first.sent() > 3);
      write(secret.property(), "second,first");
      await().until(() -> secret.isTaken().apply(gateway, "second"));
      try (Sender second = new Sender(secret, "second")) {
        int before = first.sent();
        await().until(() -> first.sent() > before + 10 && second.sent() > 10);
        assertThat(first.stop()).doesNotContain(false);

        write(secret.property(), "second");
        await().until(() -> !secret.isTaken().apply(gateway, "first"));
        assertThat(second.stop()).doesNotContain(false);
      }
    } finally {
      write(secret.property(), "first");
      await().until(() -> secret.isTaken().apply(gateway, "first"));
    }
  }

  @Test
  void anEmptyOrMissingFileKeepsTheLastValue() throws Exception {
    write("argos.key", "");
    CompletableFuture<Void> seen = otherRotationIsSeen("thekyb.key", "thekyb");
    seen.join();
    assertThat(gateway.send(key("argos", "first")).status()).isEqualTo(200);
    assertThat(gateway.send(key("argos", "")).status()).isEqualTo(401);

    Files.delete(folder.resolve("argos.key"));
    otherRotationIsSeen("thekyb.key", "thekyb").join();
    assertThat(gateway.send(key("argos", "first")).status()).isEqualTo(200);
    write("argos.key", "first");
  }

  /** When another file's change is in force, the one before it has been read as well. */
  private static CompletableFuture<Void> otherRotationIsSeen(String property, String vendor) {
    for (String value : List.of("third,first", "first")) {
      write(property, value);
      boolean both = value.contains(",");
      await().until(() -> (gateway.send(key(vendor, "third")).status() == 200) == both);
    }
    return CompletableFuture.completedFuture(null);
  }

  /** As {@code openssl rand -base64} creates them, pasted into a URL, and with a file's extras. */
  @ParameterizedTest
  @CsvSource({
    "abc+def/ghi==,             200",
    "abc%2Bdef%2Fghi%3D%3D,     200",
    "abc%2bdef/ghi==,           200",
    "abcdef/ghi==,              401",
    "abc+def/ghi,               401",
  })
  void aKeyInBase64IsTakenFromTheUrlAsItIs(String sent, int status) {
    write("thekyb.key", "\uFEFFabc+def/ghi==\r");
    await().until(() -> gateway.send(key("thekyb", "abc+def/ghi==")).status() == 200);
    try {
      assertThat(gateway.send(key("thekyb", sent)).status()).isEqualTo(status);
    } finally {
      write("thekyb.key", "first");
      await().until(() -> gateway.send(key("thekyb", "first")).status() == 200);
    }
  }

  @Test
  void aSecretWhoseFileComesLaterIsFoundWithoutARestart() {
    assertThat(gateway.operate(Request.get("/actuator/deadletters")).status()).isEqualTo(200);

    write("gatehouse.operators.token", "a-token-that-came-later");

    await().until(() -> gateway.operate(Request.get("/actuator/deadletters")).status() == 401);
    assertThat(
            gateway
                .operate(
                    Request.get("/actuator/deadletters")
                        .header("Authorization", "Bearer a-token-that-came-later"))
                .status())
        .isEqualTo(200);
  }

  @Test
  void aKomparKeyOfTheWrongLengthLosesNothing() {
    Request application =
        withToken("first").body(Kompar.encrypt("{\"application_id\":\"short key\"}"));

    write("kompar.key", FIRST_KEY.substring(1));
    await()
        .until(
            () -> gateway.send(application).json().path("status").asText().equals("quarantined"));
    Answer quarantined = gateway.send(application);
    assertThat(quarantined.status()).isEqualTo(200);
    assertThat(gateway.bus().count("kyc.quarantine", quarantined.id())).isEqualTo(1);

    write("kompar.key", FIRST_KEY.substring(1) + "," + FIRST_KEY);
    await()
        .until(() -> gateway.send(application).json().path("status").asText().equals("accepted"));
    write("kompar.key", FIRST_KEY);
    assertThat(gateway.send(application).json().path("status").asText()).isEqualTo("accepted");
  }

  private static Request withToken(String value) {
    return Request.post("/webhooks/kompar/applications")
        .header("Authorization", "token " + value)
        .body(Kompar.encrypt("{\"application_id\":\"rotation\"}"));
  }

  private static Request key(String vendor, String value) {
    return Request.post("/webhooks/" + vendor + "?key=" + value).body("{\"type\":\"rotation\"}");
  }

  private static Request ondato() {
    return Request.post("/webhooks/ondato")
        .header("X-Forwarded-For", "20.31.227.231")
        .body("{\"Id\":\"rotation\",\"Type\":\"Form.Created\",\"Payload\":{}}");
  }

  private static String basic(String username, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private static Request withBasic(String username, String password) {
    return ondato().header("Authorization", basic(username, password));
  }

  private static Request withHmac(String secret) {
    try {
      long time = Instant.now().getEpochSecond();
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((time + ".").getBytes(StandardCharsets.US_ASCII));
      String signature = HexFormat.of().formatHex(mac.doFinal(ondato().body()));
      return ondato().header("Ondato-Signature", "t=" + time + ",s=" + signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Fetches a token, and sends an event with it. */
  private static boolean withBearer(Gateway gateway, String id, String secret) {
    Answer token =
        gateway.send(
            new Request("POST /oauth2/token HTTP/1.1", List.of(), new byte[0])
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", basic(id, secret))
                .body("grant_type=client_credentials"));
    // The body is chunked, of which only the token matters.
    Matcher bearer = ACCESS_TOKEN.matcher(token.body());
    if (!bearer.find()) {
      return false;
    }
    return gateway.send(ondato().header("Authorization", "Bearer " + bearer.group(1))).status()
        == 200;
  }

  /** A vendor's server that sends one event after the other. */
  private static final class Sender implements AutoCloseable {

    private final ConcurrentLinkedQueue<Boolean> taken = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean on = new AtomicBoolean(true);
    private final CompletableFuture<Void> work;

    Sender(Rotated secret, String value) {
      work =
          CompletableFuture.runAsync(
              () -> {
                while (on.get()) {
                  taken.add(secret.isTaken().apply(gateway, value));
                }
              },
              // The common pool may have one thread only, and another sender keeps that.
              sender -> new Thread(sender, "sender").start());
    }

    int sent() {
      return taken.size();
    }

    List<Boolean> stop() {
      on.set(false);
      work.join();
      return List.copyOf(taken);
    }

    @Override
    public void close() {
      stop();
    }
  }
}
