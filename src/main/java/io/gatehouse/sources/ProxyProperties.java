package io.gatehouse.sources;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whom the gateway believes about who sent a request, {@code gatehouse.trusted-proxies}.
 *
 * @param trustedProxies addresses and CIDR ranges, comma-separated; only from there is
 *     X-Forwarded-For believed
 */
@ConfigurationProperties("gatehouse")
record ProxyProperties(@DefaultValue("") String trustedProxies) {}
