package io.gatehouse.delivery;

import io.gatehouse.delivery.DeliveryOutcome.AttemptDetails;
import io.gatehouse.delivery.DeliveryOutcome.NotDeliveredException;
import io.gatehouse.httpclient.BearerSources.BearerSource;
import io.gatehouse.settings.BadSettingException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  @Override
  public void process(Exchange exchange) throws IOException {
    int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    String retryAfter = exchange.getMessage().getHeader("Retry-After", String.class);
    String answer = answer(exchange.getMessage().getBody(InputStream.class));
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setBody(null);
    Delivery delivery = Delivery.of(exchange);
    Delivery.Call call = delivery.call();
    if (status == 401) {
      call.bearer().ifPresent(BearerSource::forget);
    }
    DeliveryOutcome outcome =
        status == CONFLICT && call.conflictsInKeyOnly()
            ? new DeliveryOutcome.Delivered()
            : outcomeOf(
                status,
                retryAfter(retryAfter, Instant.now()),
                call.again().areIn(status, answer),
                () -> AttemptDetails.of(answer, delivery.event()));
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

  /**
   * How long the receiver asks to wait by {@code Retry-After} (RFC 9110, section 10.2.3), in
   * seconds or until a date; limited to between a second and an hour.
   *
   * @param header null if there is none
   * @return empty if there is none, or it cannot be parsed
   */
  static Optional<Duration> retryAfter(String header, Instant now) {
    String text = header == null ? "" : header.strip();
    if (text.matches("-?[0-9]{1,40}")) {
      BigInteger seconds = new BigInteger(text).min(BigInteger.valueOf(LONGEST_WAIT.toSeconds()));
      return Optional.of(clamp(Duration.ofSeconds(seconds.max(BigInteger.ZERO).intValue())));
    }
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(clamp(Duration.between(now, until)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Duration clamp(Duration asked) {
    Duration least = asked.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : asked;
    return least.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : least;
  }

  /**
   * Codes with which a system reports, under an otherwise final status, that the same request may
   * succeed later: Salesforce responds 400 with {@code UNABLE_TO_LOCK_ROW} while somebody else
   * changes the record.
   *
   * @param codes words of a response, or statuses
   */
  record RetryableCodes(Set<String> codes) {

    static final RetryableCodes NONE = new RetryableCodes(Set.of());

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{3,100}");
    private static final Pattern NO_CODE = Pattern.compile("[^A-Za-z0-9_.-]+");

    /**
     * Parses codes separated by commas.
     *
     * @throws BadSettingException if one is not a word of letters, digits and {@code _.-}
     */
    static RetryableCodes parse(String text) {
      Set<String> codes =
          Arrays.stream(text.split(","))
              .map(String::strip)
              .filter(code -> !code.isEmpty())
              .collect(Collectors.toUnmodifiableSet());
      for (String code : codes) {
        if (!CODE.matcher(code).matches()) {
          throw new BadSettingException(
              "again: \"%s\" is no code such as UNABLE_TO_LOCK_ROW or 422; separate codes by commas."
                  .formatted(code));
        }
      }
      return new RetryableCodes(codes);
    }

    /** Whether the status is such a code, or the response contains one as a separate word. */
    boolean areIn(int status, String answer) {
      return codes.contains(Integer.toString(status))
          || !codes.isEmpty() && NO_CODE.splitAsStream(answer).anyMatch(this::isWord);
    }

    /**
     * Whether a code is a word: a status is matched with the status only, since its digits may mean
     * anything in a response.
     */
    private boolean isWord(String text) {
      return codes.contains(text) && !text.matches("[0-9]+");
    }
  }
}
