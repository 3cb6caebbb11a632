package io.gatehouse.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.Gateway;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rule 5: no header or query parameter, whatever its name, reaches a message. */
class HeadersStayOutsideTest {

  private final OutsideNames names = new OutsideNames(Gateway.shared());

  @Test
  void noNameInAnySpellingChangesTheMessageOrComesBack() throws Exception {
    OutsideNames.Findings findings = names.sendEach(OutsideNames.all());

    assertThat(findings.breaches()).isEmpty();
    assertThat(findings.taken()).isGreaterThan(800);
  }

  @Test
  void allNamesAtOnceChangeNothingEither() throws Exception {
    List<OutsideNames.Forged> all =
        OutsideNames.all().stream().filter(OutsideNames.Forged::isToken).toList();
    List<OutsideNames.Forged> asManyAsAHeadHolds =
        IntStream.range(0, all.size()).filter(i -> i % 12 == 0).mapToObj(all::get).toList();

    OutsideNames.Findings findings = names.sendTogether(asManyAsAHeadHolds);

    assertThat(findings.breaches()).isEmpty();
    assertThat(findings.taken()).isEqualTo(1);
  }
}
