package io.gatehouse.routes.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is allowed in a placeholder, and at the beginning of a value. */
class RouteTextsTest {

  private static final Map<String, String> SETTINGS = Map.of("acme.url", "https://acme.example");
  private static final Set<String> SECRETS = Set.of("ACME_BASIC_USERNAME");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acme.url",
        "acme.url:",
        "acme.url:https://default.example",
        "?acme.url",
        "argos.encryption.key-derivation:first-32-bytes",
        "acme.oauth2.token-url",
        "acme.secret-of-staging",
        "acme.keyboard",
        "acme.monkey"
      })
  void aSettingIsNamedPlainly(String inner) {
    assertThatCode(() -> checkPlaceholder(inner)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acme.token",
        "acme.token:none",
        "?acme.password",
        "acme.api-key",
        "acme.signature-secret",
        "acme.oauth2.client-id",
        "acme.basic.username",
        "gatehouse.operators.token",
        "gatehouse.broker.password",
        "aws.access.pat"
      })
  void aSecretIsNotNamedPlainly(String inner) {
    assertThatThrownBy(() -> checkPlaceholder(inner)).hasMessageContaining("is a secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HOME",
        "home",
        "ARGOS_KEY",
        "env:HOME",
        "env:acme.url",
        "sys:user.home",
        "sys.:user.home",
        "service:x",
        "service.port:x",
        "bean:jq.x",
        "!acme.url",
        "secret:",
        "",
        " acme.url"
      })
  void nothingElseIsAPlaceholder(String inner) {
    assertThatThrownBy(() -> checkPlaceholder(inner)).hasMessageContaining("names no setting");
  }

  @Test
  void aSecretIsReferredToWhereOneIsTaken() {
    RouteFile file = file("{{secret:acme.token}}");

    assertThatThrownBy(() -> texts(file).checkPlaceholders(file.tree(), Set.of()))
        .hasMessageContaining("stands for a secret");
    assertThatCode(
            () -> texts(file).checkPlaceholders(file.tree(), Set.of(file.tree().path("value"))))
        .doesNotThrowAnyException();
  }

  @Test
  void aTextIsReadWithItsDefaultsAndWithWhatIsSet() {
    RouteTexts texts = texts(file("x"));

    assertThat(texts.withDefaults("{{acme.url:a}}/{{acme.path}}", "?")).isEqualTo("a/?");
    assertThat(texts.withSettings("{{acme.url:a}}/{{acme.path:b}}"))
        .isEqualTo("https://acme.example/b");
  }

  @Property(tries = 200)
  void aReferenceIsFoundHoweverItIsEncoded(
      @ForAll @AlphaChars @StringLength(min = 1, max = 8) String name,
      @ForAll("encodings") String encoding) {
    RouteFile file = file(encoding + "class:" + name);

    assertThatThrownBy(() -> texts(file).checkValue(1, "value", file.tree().path("value")))
        .hasMessageContaining("must not begin with '#'");
  }

  @Provide
  Arbitrary<String> encodings() {
    return Arbitraries.of(
        List.of("#", " #", "%23", "%2523", "RAW(#", "raw(", "{{acme.x:#}}", "{{acme.x:%23}}"));
  }

  private static void checkPlaceholder(String inner) {
    RouteFile file = file("{{" + inner + "}}");
    texts(file).checkPlaceholders(file.tree(), Set.of());
  }

  private static RouteTexts texts(RouteFile file) {
    return new RouteTexts(file, SETTINGS::get, SECRETS, Set.of());
  }

  private static RouteFile file(String value) {
    return RouteFile.parse(Path.of("acme.camel.yaml"), "value: \"" + value + "\"\n");
  }
}
