package io.gatehouse.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.delivery.DeliveryOutcome.AttemptDetails;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a receiver's status means for an event. */
class ResponseCheckTest {

  private static final AttemptDetails DETAILS = new AttemptDetails("", "code BUSY");
  private static final Optional<Duration> SOON = Optional.of(Duration.ofSeconds(3));

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void theTwoHundredsAreADeliveryAndNothingIsKeptOfTheResponse(int status) {
    DeliveryOutcome outcome =
        ResponseCheck.outcomeOf(
            status,
            SOON,
            true,
            () -> {
              throw new AssertionError("read for nothing");
            });

    assertThat(outcome).isEqualTo(new DeliveryOutcome.Delivered());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 405, 410, 413, 422, 451, 499})
  void aRequestThatTheReceiverRefusesIsNotTriedAgain(int status) {
    assertThat(ResponseCheck.outcomeOf(status, SOON, false, () -> DETAILS))
        .isEqualTo(new DeliveryOutcome.Never("refused", status, DETAILS));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 100, 199, 301, 307, 401, 403, 407, 408, 409, 421, 423, 425, 429, 500, 503, 599})
  void whatMayPassIsTriedAgainWhenTheReceiverAsksForIt(int status) {
    assertThat(ResponseCheck.outcomeOf(status, SOON, false, () -> DETAILS))
        .isEqualTo(new DeliveryOutcome.Later("failing", status, SOON, DETAILS));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 422})
  void aCodeOfTheReceiverTurnsARefusalIntoAnotherAttempt(int status) {
    assertThat(ResponseCheck.outcomeOf(status, Optional.empty(), true, () -> DETAILS))
        .isEqualTo(new DeliveryOutcome.Later("failing", status, Optional.empty(), DETAILS));
  }

  /** A step of a user's own has made the request. */
  @Test
  void aResponseToARequestOfAnotherStepIsReadAsWell() throws Exception {
    assertThatCode(() -> new ResponseCheck().process(answered(200))).doesNotThrowAnyException();
    assertThatThrownBy(() -> new ResponseCheck().process(answered(401)))
        .isInstanceOf(DeliveryOutcome.NotDeliveredException.class);
  }

  private static Exchange answered(int status) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    new Delivery("crm", null).travelWith(exchange);
    exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    return exchange;
  }
}
