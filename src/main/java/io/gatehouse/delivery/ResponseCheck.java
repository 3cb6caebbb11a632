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
 * The last step behind the kamelet {@code deliver-http}: what the status of the answer means, and
 * of a refusal the codes in it. Of the body no more is kept than an {@link ResponseExcerpt}.
 */
@Component("check-answer")
class ResponseCheck implements Processor {

  /** Statuses of the 400s that another try may change: who we are, when, how often we call. */
  private static final Set<Integer> PASSING = Set.of(401, 403, 407, 408, 409, 421, 423, 425, 429);

  /** The receiver has had this Idempotency-Key. */
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

  /** It lies in memory already, and is short: {@code outward.BriefAnswers} has seen to that. */
  private static String answer(InputStream body) throws IOException {
    return body == null ? "" : new String(body.readNBytes(LOOKED_AT), StandardCharsets.UTF_8);
  }

  /**
   * What a status means.
   *
   * @param again whether the answer has a code by which the system asks for another attempt
   * @param evidence made where the event is not delivered
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
