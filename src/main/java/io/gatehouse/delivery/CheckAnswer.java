package io.gatehouse.delivery;

import io.gatehouse.outward.Bearer;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/**
 * The last step behind the kamelet {@code deliver-http}: what the status of the answer means. Its
 * body is nobody's business, and has not been read.
 */
@Component("check-answer")
class CheckAnswer implements Processor {

  /** Statuses of the 400s that another try may change: who we are, when, how often we call. */
  private static final Set<Integer> PASSING = Set.of(401, 403, 407, 408, 409, 421, 423, 425, 429);

  /** The receiver has had this Idempotency-Key. */
  private static final int CONFLICT = 409;

  @Override
  public void process(Exchange exchange) {
    int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    String retryAfter = exchange.getMessage().getHeader("Retry-After", String.class);
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setBody(null);
    if (status == 401) {
      DeliverHttp.bearerOf(exchange).ifPresent(Bearer::forget);
    }
    Outcome outcome =
        status == CONFLICT && DeliverHttp.conflictsInItsKeyOnly(exchange)
            ? new Outcome.Delivered()
            : outcomeOf(status, RetryAfter.of(retryAfter, Instant.now()));
    if (!(outcome instanceof Outcome.Delivered)) {
      throw new NotDeliveredException(outcome);
    }
  }

  static Outcome outcomeOf(int status, Optional<java.time.Duration> retryAfter) {
    if (status >= 200 && status < 300) {
      return new Outcome.Delivered();
    }
    boolean refused = status >= 400 && status < 500 && !PASSING.contains(status);
    return refused
        ? new Outcome.Never("refused", status)
        : new Outcome.Later("failing", status, retryAfter);
  }
}
