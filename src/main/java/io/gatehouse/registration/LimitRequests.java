package io.gatehouse.registration;

import io.gatehouse.registration.RegistrationException.Kind;
import io.gatehouse.settings.BadSettingException;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The step behind the kamelet {@code limit-requests}: no more calls than the vendor accepts. */
public final class LimitRequests implements Processor {

  private String vendor;
  private int perMinute;
  private Bucket bucket;

  public void setVendor(String vendor) {
    this.vendor = vendor;
  }

  /** How many requests the vendor accepts in a minute. */
  public void setPerMinute(String number) {
    if (!number.matches("[1-9][0-9]{0,5}")) {
      throw new BadSettingException(
          "perMinute: \"%s\" must be a number from 1 to 999999.".formatted(number));
    }
    this.perMinute = Integer.parseInt(number);
    this.bucket =
        Bucket.builder()
            .addLimit(
                limit ->
                    limit.capacity(perMinute).refillIntervally(perMinute, Duration.ofMinutes(1)))
            .build();
  }

  @Override
  public void process(Exchange exchange) {
    if (!bucket.tryConsume(1)) {
      throw new RegistrationException(
          Kind.UNREACHABLE,
          "%s takes %d requests a minute, and they are made; try again in a minute."
              .formatted(vendor, perMinute));
    }
  }
}
