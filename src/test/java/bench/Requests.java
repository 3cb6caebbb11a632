package bench;

import io.gatehouse.gateway.Kompar;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Requests as the vendors send them, each with a number of its own, some 300 bytes of JSON. */
final class Requests {

  static final String ARGOS_KEY = "bench-argos-api-key-0123456789ab";

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int IV = 12;
  private static final int TAG_BITS = 128;

  private Requests() {}

  static LongFunction<byte[]> kompliant() {
    return n ->
        post(
            "/webhooks/kompliant?partner_id=rockoutpay",
            "X-Forwarded-For: 3.230.141.132\r\n",
            """
            {"event":"decision_analytics_completed","application_id":"w_%s",%s}"""
                .formatted(number(n), FILLING));
  }

  static LongFunction<byte[]> ondato(String authorization) {
    return n ->
        post(
            "/webhooks/ondato",
            "X-Forwarded-For: 20.31.227.231\r\nAuthorization: " + authorization + "\r\n",
            """
            {"Id":"%s","Type":"KycIdentification.Approved","CreatedUtc":"2026-07-26T07:16:41.873Z","ApplicationId":"d73da14e-a6b9-4bb1-b9df-f3b40ba1ed34","Payload":{"id":"w_%s",%s}}"""
                .formatted(number(n), number(n), FILLING));
  }

  static LongFunction<byte[]> kompar() {
    return n ->
        post(
            "/webhooks/kompar/applications",
            "Authorization: token local-kompar-token\r\n",
            Kompar.encrypt(
                """
                {"application_id":"w_%s","name":"Anna Exempel","company_id":"5560000000","amount":250000,%s}"""
                    .formatted(number(n), FILLING)));
  }

  static LongFunction<byte[]> argos() {
    return n ->
        post(
            "/webhooks/argos?key=local-argos-key",
            "",
            "{\"data\":\"%s\"}"
                .formatted(
                    gcm(
                        """
                        {"webhook_trigger":"approved","submission_id":"w_%s","kyc_result":{"status":"approved","updated_at":"2024-08-02 05:11:40"},%s}"""
                            .formatted(number(n), FILLING))));
  }

  /** Alternately: an event with a log entry, one of an unknown kind, and an unreadable body. */
  static LongFunction<byte[]> mixed() {
    LongFunction<byte[]> kompliant = kompliant();
    return n ->
        switch ((int) (n % 3)) {
          case 0 -> kompliant.apply(n);
          case 1 -> thekyb("{\"type\":\"unheard-of\",\"kyb_backoffice_id\":\"w_%s\",%s}", n);
          default -> thekyb("{\"type\":\"unreadable\",\"kyb_backoffice_id\":\"w_%s\",%s", n);
        };
  }

  private static byte[] thekyb(String body, long n) {
    return post("/webhooks/thekyb?key=local-thekyb-key", "", body.formatted(number(n), FILLING));
  }

  /** The same, of which so many are written now: encrypting them is not the gateway's work. */
  static LongFunction<byte[]> writtenAhead(
      LongFunction<byte[]> requests, AtomicLong numbers, int count) {
    Deque<byte[]> written = new ArrayDeque<>(count);
    for (int i = 0; i < count; i++) {
      written.add(requests.apply(numbers.getAndIncrement()));
    }
    return n -> {
      byte[] next = written.poll();
      return next == null ? requests.apply(n) : next;
    };
  }

  /** A token from the gateway's own endpoint. */
  static String ondatoToken(int port) {
    try {
      String answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/oauth2/token"))
                      .header("Content-Type", "application/x-www-form-urlencoded")
                      .header("Authorization", basic("ondato", "bench-ondato-client-secret"))
                      .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      return answer.replaceAll(".*\"access_token\":\"([^\"]*)\".*", "$1");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  /** The number in a body, with or without what stands around it; -1 where there is none. */
  static long numberIn(String body) {
    int at = body.indexOf("w_");
    return at < 0 ? -1 : Long.parseLong(body, at + 2, at + 2 + DIGITS, 10);
  }

  private static final int DIGITS = 24;

  static final String FILLING =
      "\"note\":\"Submitted by the applicant through the web form, and looked at by nobody yet.\",\"status\":\"completed\",\"score\":712.5,\"flags\":[\"address-verified\",\"phone-verified\"],\"review\":{\"by\":null,\"level\":2}";

  private static String number(long n) {
    return "%024d".formatted(n);
  }

  private static byte[] post(String path, String headers, String body) {
    return ("POST "
            + path
            + " HTTP/1.1\r\nHost: gate.example\r\nUser-Agent: bench\r\nAccept: */*\r\nContent-Type: application/json\r\n"
            + headers
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String gcm(String json) {
    try {
      byte[] iv = new byte[IV];
      RANDOM.nextBytes(iv);
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(ARGOS_KEY.getBytes(StandardCharsets.US_ASCII), "AES"),
          new GCMParameterSpec(TAG_BITS, iv));
      byte[] sealed = cipher.doFinal(json.getBytes(StandardCharsets.UTF_8));
      byte[] all = new byte[IV + sealed.length];
      System.arraycopy(iv, 0, all, 0, IV);
      System.arraycopy(sealed, 0, all, IV, sealed.length);
      return Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
