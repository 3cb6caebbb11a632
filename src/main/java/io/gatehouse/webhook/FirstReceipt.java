package io.gatehouse.webhook;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a request that was received earlier and found authentic, but could not be read
 * then.
 *
 * @param id the id in the response to the sender
 * @param received when the request was received
 * @param partner on whose behalf the vendor reported, as the route found out then
 */
public record FirstReceipt(String id, Instant received, Optional<String> partner) {}
