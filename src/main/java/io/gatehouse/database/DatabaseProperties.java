package io.gatehouse.database;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the gateway's own database is stored, {@code gatehouse.database.*}.
 *
 * @param directory the folder of the gateway's own database; the broker's data directory unless it
 *     is set
 */
@ConfigurationProperties("gatehouse.database")
record DatabaseProperties(@DefaultValue("data/broker") Path directory) {}
