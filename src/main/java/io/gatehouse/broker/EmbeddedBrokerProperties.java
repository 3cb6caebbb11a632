package io.gatehouse.broker;

import io.gatehouse.settings.ValidRange;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The embedded broker's settings, {@code gatehouse.broker.*}; an external broker has its own.
 *
 * @param dataDirectory where events are stored: journal, bindings and pages
 * @param addresses the bus file, bus.properties, in Artemis's broker-properties syntax
 * @param acceptor where consumers connect, host:port; empty: no network at all
 * @param user the name with which clients connect; required if there is an acceptor
 * @param password the password with which clients connect
 * @param clientsMaySend whether clients may also send, which is for trials only
 * @param journalBufferTimeout how long the journal gathers writes for one sync, in nanoseconds
 * @param maxDiskUsage at which percentage of the disk the broker stops accepting messages
 */
@ConfigurationProperties("gatehouse.broker")
record EmbeddedBrokerProperties(
    @DefaultValue("data/broker") Path dataDirectory,
    @DefaultValue("routes/bus.properties") Path addresses,
    @DefaultValue("") String acceptor,
    @DefaultValue("") String user,
    @DefaultValue("") String password,
    @DefaultValue("false") boolean clientsMaySend,
    @ValidRange(from = "0", to = "1000000000") @DefaultValue("200000") int journalBufferTimeout,
    @ValidRange(from = "1", to = "100") @DefaultValue("90") int maxDiskUsage) {}
