package io.gatehouse.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms of a placeholder in a route file. */
class PlaceholderTest {

  @ParameterizedTest
  @CsvSource({
    "{{acme.url}},               acme.url,   false, true,  true,",
    "{{?acme.url}},              acme.url,   false, true,  false,",
    "{{acme.url:}},              acme.url,   false, true,  false, ''",
    "{{acme.url:https://a.b:1}}, acme.url,   false, true,  false, https://a.b:1",
    "{{secret:acme.token}},      acme.token, true,  false, true,",
    "{{secret:?acme.token}},     acme.token, true,  false, false,",
    "{{secret:acme.token:none}}, acme.token, false, false, false, none",
    "{{max}},                    max,        false, false, true,",
    "{{Acme.url}},               Acme.url,   false, false, true,",
    "{{secret:}},                '',         false, false, true,",
  })
  void itsPartsAreRead(
      String text,
      String name,
      boolean secret,
      boolean setting,
      boolean required,
      String otherwise) {
    Placeholder placeholder = Placeholder.whole(text).orElseThrow();

    assertThat(placeholder.name()).isEqualTo(name);
    assertThat(placeholder.isSecret()).isEqualTo(secret);
    assertThat(placeholder.isSetting()).isEqualTo(setting);
    assertThat(placeholder.isRequired()).isEqualTo(required);
    assertThat(placeholder.otherwise()).isEqualTo(otherwise);
  }

  @Test
  void allOfATextAreFoundWithTheirPositions() {
    assertThat(Placeholder.in("a {{b.c}} {d} {{secret:e.f}}"))
        .extracting(Placeholder::start, Placeholder::inner)
        .containsExactly(tuple(2, "b.c"), tuple(14, "secret:e.f"));
  }

  @Test
  void aTextWithMoreThanAPlaceholderIsNone() {
    assertThat(Placeholder.whole("{{a.b}}/c")).isEmpty();
    assertThat(Placeholder.whole("{{a.b:{{c.d}}}}")).isEmpty();
  }
}
