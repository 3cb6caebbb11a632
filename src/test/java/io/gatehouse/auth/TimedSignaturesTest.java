package io.gatehouse.auth;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.gatehouse.auth.Credential.TimedSignatures.Signed;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimedSignaturesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "t=1,v1=aa                | 1 aa",
        "t=1, v1=aa               | 1 aa",
        "t=1 v1=aa                | 1 aa",
        "t=1,v1=aa t=2,v1=bb      | 1 aa, 2 bb",
        "t=1,v1=aa,t=2,v1=bb      | 1 aa, 2 bb",
        "t=1,v1=aa , t=2,  v1=bb  | 1 aa, 2 bb",
        "t=1,v1=aa,v1=bb          | 1 aa, 1 bb",
        "t=1,v1=aa v1=bb          | 1 aa, 1 bb",
        "t=1,v0=cc,v1=aa,v2=d/+-_ | 1 aa",
        "v0=cc,t=1,v1=aa          | 1 aa",
        "t=0017,v1=aa             | 0017 aa",
      })
  void eachSignatureBelongsToTheTimeBeforeIt(String header, String expected) {
    assertThat(Credential.TimedSignatures.read(header, "v1"))
        .extracting(signed -> signed.time() + " " + signed.signature())
        .containsExactly(expected.split(", "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        "aa",
        "t=1",
        "v1=aa",
        "v1=aa,t=1",
        "t=,v1=aa",
        "t=1,v1=",
        "t=1,v1",
        "t=1;v1=aa",
        "t=1,,v1=aa",
        "t=1,v1=aa,",
        ",t=1,v1=aa",
        "t=-1,v1=aa",
        "t=+1,v1=aa",
        "t=1.5,v1=aa",
        "t=1234567890123,v1=aa",
        "t=１,v1=aa",
        "t=1,v1=a=a",
        "T=1,v1=aa",
        "t=1,V1=aa",
        "t=1\tv1=aa",
        "t=1,v1=aa;t=2",
      })
  void aHeaderOfAnotherFormHoldsNone(String header) {
    assertThat(Credential.TimedSignatures.read(header, "v1")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"8, 8", "9, 0"})
  void moreThanEightAreNone(int sent, int read) {
    String header =
        "t=1," + IntStream.range(0, sent).mapToObj(i -> "v1=a" + i).collect(joining(","));

    assertThat(Credential.TimedSignatures.read(header, "v1")).hasSize(read);
  }

  @Property
  void whatWasWrittenIsRead(
      @ForAll @Size(min = 1, max = 8) List<@From("signatures") Signed> written,
      @ForAll @From("separators") String between,
      @ForAll @From("separators") String within) {
    String header =
        written.stream()
            .map(signed -> "t=" + signed.time() + within + "v1=" + signed.signature())
            .collect(joining(between));

    assertThat(Credential.TimedSignatures.read(header, "v1")).isEqualTo(written);
  }

  @Property
  void noTextBreaksIt(@ForAll String header, @ForAll String name) {
    assertThatCode(() -> Credential.TimedSignatures.read(header, name)).doesNotThrowAnyException();
    assertThatCode(() -> Credential.TimedSignatures.read("t=1,v1=" + header, name))
        .doesNotThrowAnyException();
  }

  @Provide
  Arbitrary<Signed> signatures() {
    return Combinators.combine(
            Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(12),
            Arbitraries.strings()
                .withChars("0123456789abcdefABCDEF")
                .ofMinLength(1)
                .ofMaxLength(128))
        .as(Signed::new);
  }

  @Provide
  Arbitrary<String> separators() {
    return Arbitraries.of(",", " ", ", ", "  ", " , ");
  }
}
