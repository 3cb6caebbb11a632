package io.gatehouse.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Secrets as files, {@code gatehouse.secrets.*}. {@link SecretFiles} reads the folder before there
 * are beans.
 *
 * @param directory the folder with one file for each secret, named like the setting
 * @param refreshIntervalMillis the pause between two checks of the files, in milliseconds
 */
@ConfigurationProperties("gatehouse.secrets")
record SecretsProperties(
    @Nullable Path directory,
    @ValidRange(from = "50", to = "3600000") @DefaultValue("2000") int refreshIntervalMillis) {}
