package io.gatehouse.delivery;

import io.gatehouse.httpclient.BearerSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/**
 * The last step behind the kamelet {@code deliver-http}: interprets the status of the response, and
 * the codes in an error response. Of the body only a {@link ResponseExcerpt} is kept.
 */
@Component("check-answer")
class ResponseCheck implements Processor {

  /**
   * Statuses of the 400s that may change at another attempt: they depend on our credentials, on the
   * time, or on the rate of calls.
   */
  private static final Set<Integer> PASSING = Set.of(401, 403, 407, 408, 409, 421, 423, 425, 429);

  /** The receiver has already received this Idempotency-Key. */
  private static final int CONFLICT = 409;

  private static final int LOOKED_AT = 64 * 1024;

  @Override
  public void process(Exchange exchange) throws IOException {
    int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    String retryAfter = exchange.getMessage().getHeader("Retry-After", String.class);
    String answer = answer(exchange.getMessage().getBody(InputStream.class));
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setBody(null);
    if (status == 401) {
      DeliverHttp.bearerOf(exchange).ifPresent(BearerSource::forget);
    }
    DeliveryOutcome outcome =
        status == CONFLICT && DeliverHttp.conflictsInItsKeyOnly(exchange)
            ? new DeliveryOutcome.Delivered()
            : outcomeOf(
                status,
                RetryAfter.of(retryAfter, Instant.now()),
                DeliverHttp.againCodesOf(exchange).areIn(status, answer),
                () -> AttemptDetails.of(answer, Delivery.of(exchange).event()));
    if (!(outcome instanceof DeliveryOutcome.Delivered)) {
      throw new NotDeliveredException(outcome);
    }
  }

  /**
   * The body, which is short and already in memory: {@code httpclient.ResponseLimits} makes sure of
   * that.
   */
  private static String answer(InputStream body) throws IOException {
    return body == null ? "" : new String(body.readNBytes(LOOKED_AT), StandardCharsets.UTF_8);
  }

  /**
   * Interprets a status.
   *
   * @param again whether the response has a code by which the system asks for another attempt
   * @param evidence built if the event is not delivered
   */
  static DeliveryOutcome outcomeOf(
      int status, Optional<Duration> retryAfter, boolean again, Supplier<AttemptDetails> evidence) {
    if (status >= 200 && status < 300) {
      return new DeliveryOutcome.Delivered();
    }
    boolean refused = status >= 400 && status < 500 && !PASSING.contains(status) && !again;
    return refused
        ? new DeliveryOutcome.Never("refused", status, evidence.get())
        : new DeliveryOutcome.Later("failing", status, retryAfter, evidence.get());
  }
}
