package io.gatehouse.sources;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which proxies the gateway trusts to name the sender of a request, {@code
 * gatehouse.trusted-proxies}.
 *
 * @param trustedProxies addresses and CIDR ranges, comma-separated; X-Forwarded-For is used from
 *     these only
 */
@ConfigurationProperties("gatehouse")
record ProxyProperties(@DefaultValue("") String trustedProxies) {}
