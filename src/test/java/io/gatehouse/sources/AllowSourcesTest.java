package io.gatehouse.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.webhook.FakeWebhook;
import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.Problem.ForbiddenReason;
import io.gatehouse.webhook.RefusedException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowSourcesTest {

  private static final String SOURCES = "192.0.2.0/24, 198.51.100.7 ,2001:db8::/32";

  @ParameterizedTest
  @CsvSource({
    "192.0.2.9, true",
    "198.51.100.7, true",
    "198.51.100.8, false",
    "2001:db8::9, true",
    "::1, false",
    "::ffff:192.0.2.9, true",
  })
  void onlyListedAddressesAreLetIn(String source, boolean letIn) {
    AllowSources step = new AllowSources();
    step.setSources(SOURCES);

    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> step.process(from(source)));

    assertThat(refused == null).isEqualTo(letIn);
    if (!letIn) {
      assertThat(refused.problem()).isEqualTo(new Problem.Forbidden(ForbiddenReason.SOURCE));
    }
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.9", "2001:db8::9", "127.0.0.1"})
  void whereNoSourcesAreListedEverybodyIsLetIn(String source) {
    AllowSources step = new AllowSources();
    step.setSources("");

    step.process(from(source));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1 192.0.2.2",
        "192.0.2.1;192.0.2.2",
        "192.0.2.1,vendor.example",
        "*",
        "any"
      })
  void aListThatCannotBeReadStopsTheStart(String sources) {
    AllowSources step = new AllowSources();

    assertThatThrownBy(() -> step.setSources(sources)).isInstanceOf(BadSettingException.class);
  }

  private static Exchange from(String source) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    return FakeWebhook.empty().from(AddressParser.parse(source).orElseThrow()).in(exchange);
  }
}
