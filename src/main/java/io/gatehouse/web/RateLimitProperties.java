package io.gatehouse.web;

import io.gatehouse.settings.ValidRange;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The rate limit of one sender, {@code gatehouse.rate-limit.*}.
 *
 * @param requestsPerSecond how many requests one source address may send to one vendor's path in a
 *     second, unless &lt;vendor&gt;.requests-per-second is set
 * @param costOfRefusal as how many requests a refused one counts (401, 403)
 */
@ConfigurationProperties("gatehouse.rate-limit")
record RateLimitProperties(
    @ValidRange(from = "1", to = "1000000") @DefaultValue("50000") int requestsPerSecond,
    @ValidRange(from = "0", to = "1000000") @DefaultValue("500") int costOfRefusal) {}
