package io.gatehouse.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatehouse.sources.AddressParser;
import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.RefusedException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.net.InetAddress;
import java.time.Duration;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Limits the rate of each sender: a token bucket for each vendor and source network. A request
 * costs one token and a refused one many, so that a sender that guesses credentials soon has to
 * wait, while others do not: the vendor's account is never locked.
 */
@Component
class SenderRateLimiter {

  private static final int MOST_SENDERS = 100_000;

  private final long perSecond;
  private final long costOfRefusal;
  private final Environment environment;
  private final Cache<Sender, Bucket> buckets =
      Caffeine.newBuilder()
          .maximumSize(MOST_SENDERS)
          .executor(Runnable::run)
          .expireAfterAccess(Duration.ofMinutes(10))
          .build();

  SenderRateLimiter(RateLimitProperties properties, Environment environment) {
    this.perSecond = properties.requestsPerSecond();
    this.costOfRefusal = properties.costOfRefusal();
    this.environment = environment;
  }

  private record Sender(String vendor, InetAddress network) {}

  /**
   * Counts a request.
   *
   * @throws RefusedException with {@link Problem.TooManyRequests} if the sender has to wait
   */
  void admit(String vendor, InetAddress source) {
    ConsumptionProbe probe = bucket(vendor, source).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new RefusedException(
          new Problem.TooManyRequests(Duration.ofNanos(probe.getNanosToWaitForRefill())));
    }
  }

  /** Charges a sender for a refused request. */
  void refused(String vendor, InetAddress source) {
    if (costOfRefusal > 0) {
      bucket(vendor, source).consumeIgnoringRateLimits(Math.min(costOfRefusal, limit(vendor)));
    }
  }

  private Bucket bucket(String vendor, InetAddress source) {
    return buckets.get(
        new Sender(vendor, AddressParser.network(source)), sender -> newBucket(sender.vendor()));
  }

  private Bucket newBucket(String vendor) {
    long limit = limit(vendor);
    return Bucket.builder()
        .addLimit(rate -> rate.capacity(limit).refillGreedy(limit, Duration.ofSeconds(1)))
        .build();
  }

  private long limit(String vendor) {
    return Math.max(
        environment.getProperty(vendor + ".requests-per-second", Long.class, perSecond), 1);
  }
}
