package io.gatehouse.tools.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.tools.simulation.EventGenerator.SimulatedEvent;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Sends events as their vendors do. */
final class EventSender {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String url;
  private final Tokens tokens;

  /**
   * @param url that precedes the vendors' paths
   */
  EventSender(String url) {
    this.url = url.replaceFirst("/+$", "");
    this.tokens = new Tokens(client, this.url);
  }

  /**
   * Sends an event once; whatever happens, there is a result. It fails if the event cannot be
   * encrypted or signed as the vendor's file requires.
   */
  CompletableFuture<GatewayResponse> send(SimulatedEvent event) {
    long start = System.nanoTime();
    HttpRequest request;
    try {
      request = request(event);
    } catch (Tokens.NoTokenException e) {
      return CompletableFuture.completedFuture(GatewayResponse.none(e.getMessage(), since(start)));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    return client
        .sendAsync(request, BodyHandlers.ofString())
        .handle(
            (response, problem) ->
                problem == null
                    ? answer(response, since(start))
                    : GatewayResponse.none(failure(problem), since(start)));
  }

  private HttpRequest request(SimulatedEvent event) {
    Vendor vendor = event.vendor();
    byte[] body =
        event.encrypted() ? vendor.encryption().seal(event.body(), event.damaged()) : event.body();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + event.path() + vendor.queryString()))
            .timeout(vendor.retries().within())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body));
    if (!vendor.source().isEmpty()) {
      request.header("X-Forwarded-For", vendor.source());
    }
    vendor.headers().forEach(request::header);
    event.proofs().stream()
        .map(credential -> credential.proof().header(body, Instant.now(), tokens))
        .forEach(header -> request.header(header.name(), header.value()));
    return request.build();
  }

  private static GatewayResponse answer(HttpResponse<String> response, Duration latency) {
    JsonNode body = json(response.body());
    return new GatewayResponse(
        response.statusCode(),
        response.statusCode() == 200 ? body.path("status").asText("") : "",
        body.path("id").asText(""),
        "",
        latency);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }

  private static String failure(Throwable problem) {
    Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
    if (cause instanceof ConnectException) {
      return "nobody listens there";
    }
    return cause instanceof HttpTimeoutException ? "not in time" : "the connection broke";
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /**
   * The response to one request.
   *
   * @param status 0 if there was none
   * @param word the gateway's: {@code accepted}, {@code quarantined}; empty if there is none
   * @param id of the event, by the gateway; empty if there is none
   * @param failure why there was no response; empty if there was one
   */
  record GatewayResponse(int status, String word, String id, String failure, Duration latency) {

    static GatewayResponse none(String failure, Duration latency) {
      return new GatewayResponse(0, "", "", failure, latency);
    }

    /** For the report: {@code 200 accepted}, {@code 503}, {@code no answer (…)}. */
    String kind() {
      if (status == 0) {
        return "no answer (" + failure + ")";
      }
      return word.isEmpty() ? String.valueOf(status) : status + " " + word;
    }
  }
}
