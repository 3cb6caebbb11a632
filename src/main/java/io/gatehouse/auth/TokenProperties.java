package io.gatehouse.auth;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may fetch bearer tokens from the gateway, {@code gatehouse.oauth2.*}.
 *
 * @param vendors vendors that may fetch tokens from /oauth2/token, comma-separated
 */
@ConfigurationProperties("gatehouse.oauth2")
record TokenProperties(@DefaultValue("ondato") List<String> vendors) {}
