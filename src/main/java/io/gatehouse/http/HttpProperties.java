package io.gatehouse.http;

import io.gatehouse.settings.Within;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much the vendors' port takes at once, {@code gatehouse.http.*}.
 *
 * @param mostInFlight requests in their routes at once; one more is answered 503. One whose body is
 *     still on its way does not count
 * @param mostConnections connections at once; where there are more, those are closed that have
 *     waited for their sender for longest. 0: as many as a sixth of the heap can hold, at most 8192
 * @param mostConnectionsPerSource the same for one source address; the addresses of an IPv6 /64 are
 *     one source, and trusted proxies have no such limit. 0: half of them
 */
@ConfigurationProperties("gatehouse.http")
record HttpProperties(
    @Within(from = "1", to = "10000") @DefaultValue("160") int mostInFlight,
    @Within(from = "0", to = "1000000") @DefaultValue("0") int mostConnections,
    @Within(from = "0", to = "1000000") @DefaultValue("0") int mostConnectionsPerSource) {}
