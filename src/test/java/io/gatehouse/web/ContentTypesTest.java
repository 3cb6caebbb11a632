package io.gatehouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which declared bodies are plain JSON. */
class ContentTypesTest {

  private static final List<String> JSON = List.of("application/json");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "APPLICATION/JSON",
        "application/json; charset=utf-8",
        "application/json;charset=\"UTF-8\"",
        "application/json; charset=us-ascii",
        "application/cloudevents+json",
        "application/problem+json; charset=utf-8",
      })
  void jsonIsAccepted(String type) {
    assertThat(ContentTypes.isPlainJson(List.of(type), List.of())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "json",
        "text/json",
        "text/plain",
        "application/*",
        "application/jsonp",
        "application/xml",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "application/json; charset=iso-8859-1",
        "application/json; charset=nonsense",
        "application/json, text/plain",
      })
  void anythingElseIsNot(String type) {
    assertThat(ContentTypes.isPlainJson(List.of(type), List.of())).isFalse();
  }

  @Test
  void exactlyOneTypeMustBeDeclared() {
    assertThat(ContentTypes.isPlainJson(List.of(), List.of())).isFalse();
    assertThat(ContentTypes.isPlainJson(List.of("application/json", "application/json"), List.of()))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "IDENTITY", " identity ", "", " "})
  void anEncodingThatChangesNothingIsAccepted(String encoding) {
    assertThat(ContentTypes.isPlainJson(JSON, List.of(encoding))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "identity, gzip", "br", "none"})
  void aCompressedBodyIsNotAlsoBesideAnotherHeader(String encoding) {
    assertThat(ContentTypes.isPlainJson(JSON, List.of(encoding))).isFalse();
    assertThat(ContentTypes.isPlainJson(JSON, List.of("identity", encoding))).isFalse();
  }
}
