package io.gatehouse.web;

import io.gatehouse.settings.ValidRange;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much one sender may ask for, {@code gatehouse.rate-limit.*}.
 *
 * @param requestsPerSecond what one source address may send to one vendor's path in a second, where
 *     &lt;vendor&gt;.requests-per-second does not say it
 * @param costOfRefusal how many requests one counts as that was refused for its sender (401, 403)
 */
@ConfigurationProperties("gatehouse.rate-limit")
record RateLimitProperties(
    @ValidRange(from = "1", to = "1000000") @DefaultValue("50000") int requestsPerSecond,
    @ValidRange(from = "0", to = "1000000") @DefaultValue("500") int costOfRefusal) {}
