package io.gatehouse.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.gateway.Gateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Calls the operators' port as {@code curl} does. */
final class Operator {

  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;

  Operator(Gateway gateway) {
    base = "http://127.0.0.1:" + gateway.managementPort() + "/actuator/registrations";
  }

  /** A response: status, content type and body. */
  record Response(int status, String type, String text) {

    JsonNode json() {
      try {
        return new ObjectMapper().readTree(text);
      } catch (IOException e) {
        throw new AssertionError("This is no JSON: " + text, e);
      }
    }

    /** The sentence of a problem. */
    String detail() {
      return json().path("detail").asText();
    }
  }

  Response show(String path) {
    return call(request(path).GET());
  }

  /** Without a body, and so without a content type. */
  Response register(String path) {
    return call(request(path).POST(BodyPublishers.noBody()));
  }

  Response register(String path, String url) {
    return send(path, "application/json", "{\"url\":\"" + url + "\"}");
  }

  Response send(String path, String type, String body) {
    return call(request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
  }

  Response remove(String path) {
    return call(request(path).DELETE());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path));
  }

  private Response call(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      return new Response(
          answer.statusCode(),
          answer.headers().firstValue("Content-Type").orElse(""),
          answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
