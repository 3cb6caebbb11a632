package io.gatehouse.web;

import io.gatehouse.settings.ValidRange;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits of the vendors' port, {@code gatehouse.http.*}.
 *
 * @param mostInFlight the most requests in their routes at once; one more is answered 503. A
 *     request whose body is still being received does not count
 * @param mostConnections the most connections at once; if there are more, those that have waited
 *     for their sender for longest are closed. 0: as many as a sixth of the heap can hold, at most
 *     8192
 * @param mostConnectionsPerSource the same for one source address; the addresses of an IPv6 /64 are
 *     one source, and trusted proxies have no such limit. 0: half of them
 * @param bodyDeadline how long a body may take, from the end of the head to its last byte. Together
 *     with the time for the response it must be less than the vendor waits, which is 10 s for
 *     Kompar
 */
@ConfigurationProperties("gatehouse.http")
record HttpProperties(
    @ValidRange(from = "1", to = "10000") @DefaultValue("160") int mostInFlight,
    @ValidRange(from = "0", to = "1000000") @DefaultValue("0") int mostConnections,
    @ValidRange(from = "0", to = "1000000") @DefaultValue("0") int mostConnectionsPerSource,
    @ValidRange(from = "1s", to = "20s") @DefaultValue("7s") Duration bodyDeadline) {}
