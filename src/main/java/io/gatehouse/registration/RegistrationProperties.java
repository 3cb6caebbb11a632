package io.gatehouse.registration;

import io.gatehouse.settings.ValidRange;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How registering at the start is retried, {@code gatehouse.registration.*}.
 *
 * @param firstPauseMillis the first pause in milliseconds; it doubles each time
 */
@ConfigurationProperties("gatehouse.registration")
record RegistrationProperties(
    @ValidRange(from = "100", to = "3600000") @DefaultValue("10000") int firstPauseMillis) {}
