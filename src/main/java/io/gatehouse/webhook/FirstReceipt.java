package io.gatehouse.webhook;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a request that came earlier, was found authentic, and could not be read then.
 *
 * @param id that the sender was told
 * @param received when it came
 * @param partner on whose behalf the vendor reported, as its steps found out then
 */
public record FirstReceipt(String id, Instant received, Optional<String> partner) {}
