package io.gatehouse.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A route has one spelling and one method; nothing else reaches it. */
class PathsAndMethodsTest {

  private final Gateway gateway = Gateway.shared();

  static List<String> paths() throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/attacks/paths.txt")).stream()
        .filter(line -> line.startsWith("/"))
        .toList();
  }

  @Test
  void thePathItselfLeadsToTheBus() {
    String subject = Marked.subject("path");

    Answer answer = gateway.send(Marked.request(subject));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(Marked.onTheBus(gateway, subject)).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("paths")
  void anyOtherSpellingLeadsNowhere(String path) {
    String subject = Marked.subject("path");

    Answer answer =
        gateway.send(Request.post(path + "?key=local-argos-key").body(Marked.json(subject)));

    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
    assertThat(answer.body()).doesNotContain("webhooks");
    assertThat(Marked.onTheBus(gateway, subject)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET",
        "HEAD",
        "OPTIONS",
        "PUT",
        "DELETE",
        "PATCH",
        "PROPFIND",
        "MKCOL",
        "LOCK",
        "QUERY",
        "post",
        "Post",
        "POSTS",
        "XPOST"
      })
  void anyOtherMethodIsRefusedAndPostIsNamed(String method) {
    String subject = Marked.subject("method");

    Answer answer =
        gateway.send(
            new Request(
                method + " " + Marked.PATH + " HTTP/1.1",
                List.of("Content-Type: application/json"),
                Marked.json(subject).getBytes()));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers()).containsEntry("allow", "POST");
    assertThat(Marked.onTheBus(gateway, subject)).isEmpty();
  }

  @Test
  void aTraceIsRefusedAndShowsNothing() {
    Answer answer =
        gateway.send(
            new Request("TRACE " + Marked.PATH + " HTTP/1.1", List.of("X: echo"), new byte[0]));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
    assertThat(answer.body()).doesNotContain("echo", "argos");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "_method"})
  void aMethodInAHeaderOrTheQueryIsIgnored(String name) {
    String posted = Marked.subject("posted");
    String got = Marked.subject("got");
    String query = "POST " + Marked.PATH + "&" + name + "=DELETE HTTP/1.1";

    Answer post =
        gateway.send(
            new Request(
                    query,
                    List.of("Content-Type: application/json", name + ": DELETE"),
                    new byte[0])
                .body(Marked.json(posted)));
    Answer get =
        gateway.send(
            new Request(
                    query.replace("POST", "GET").replace("DELETE", "POST"),
                    List.of("Content-Type: application/json", name + ": POST"),
                    new byte[0])
                .body(Marked.json(got)));

    assertThat(post.status()).isEqualTo(200);
    assertThat(Marked.onTheBus(gateway, posted)).hasSize(1);
    assertThat(get.status()).isEqualTo(405);
    assertThat(Marked.onTheBus(gateway, got)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "HEAD", "OPTIONS", "DELETE"})
  void theTokenEndpointTakesPostAlone(String method) {
    Answer answer =
        gateway.send(new Request(method + " /oauth2/token HTTP/1.1", List.of(), new byte[0]));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers()).containsEntry("allow", "POST");
  }
}
