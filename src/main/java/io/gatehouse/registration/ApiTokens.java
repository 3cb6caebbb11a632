package io.gatehouse.registration;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.registration.RegistrationException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * The tokens of vendors' APIs, in memory only. A vendor may accept only one token at a time, so one
 * caller at a time fetches.
 */
@Component
public class ApiTokens {

  private static final long LONGEST_LIFE = Duration.ofDays(1).toSeconds();

  /** For a token without a lifetime; one that expires sooner is renewed at 401. */
  private static final long DEFAULT_LIFE = Duration.ofMinutes(15).toSeconds();

  private final Map<String, Slot> slots = new ConcurrentHashMap<>();
  private final Clock clock;

  ApiTokens() {
    this(Clock.systemUTC());
  }

  ApiTokens(Clock clock) {
    this.clock = clock;
  }

  /**
   * A vendor's token.
   *
   * @param renew whether the kept one must not be used
   * @param fetch returns the vendor's JSON with {@code token} and, if present, {@code expires_in}
   */
  String of(String vendor, boolean renew, Callable<JsonNode> fetch) throws Exception {
    Slot slot = slots.computeIfAbsent(vendor, name -> new Slot());
    synchronized (slot) {
      if (renew || !clock.instant().isBefore(slot.goodUntil)) {
        slot.goodUntil = Instant.MIN;
        keep(slot, vendor, fetch.call());
      }
      return slot.token;
    }
  }

  /**
   * Keeps a token. A tenth of its lifetime is left unused, since clocks differ and requests take
   * time.
   */
  private void keep(Slot slot, String vendor, JsonNode given) {
    String token = given.path("token").asText("");
    if (!token.matches("[\\x21-\\x7e]{1,4096}")) {
      throw new RegistrationException(
          Kind.REFUSED, "%s gave no token that can be used.".formatted(vendor));
    }
    long seconds = given.path("expires_in").asLong(0);
    long life = seconds <= 0 ? DEFAULT_LIFE : Math.min(seconds, LONGEST_LIFE);
    slot.token = token;
    slot.goodUntil = clock.instant().plusMillis(life * 900);
  }

  private static final class Slot {
    private String token = "";
    private Instant goodUntil = Instant.MIN;
  }
}
