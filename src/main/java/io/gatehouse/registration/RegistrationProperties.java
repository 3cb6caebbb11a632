package io.gatehouse.registration;

import io.gatehouse.settings.ValidRange;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How registering at the start is tried again, {@code gatehouse.registration.*}.
 *
 * @param firstPauseMillis after how many milliseconds at first; twice as long each time
 */
@ConfigurationProperties("gatehouse.registration")
record RegistrationProperties(
    @ValidRange(from = "100", to = "3600000") @DefaultValue("10000") int firstPauseMillis) {}
