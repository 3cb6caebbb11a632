package io.gatehouse.bus;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The embedded broker's settings, {@code gatehouse.broker.*}; an outside broker has its own.
 *
 * @param dataDirectory where journal, bindings and pages lie
 * @param addresses the bus in Artemis's broker-properties syntax, {@code bus.properties}
 * @param acceptor where clients connect, {@code host:port}; empty: no network at all
 * @param user the name that clients connect with; needed where there is an acceptor
 * @param password and their password
 * @param clientsMaySend whether they may also send, which only somebody trying things out needs
 * @param journalBufferTimeout how long the journal gathers writes for one sync, in nanoseconds
 * @param maxDiskUsage at how many per cent of the disk the broker stops to take messages
 */
@ConfigurationProperties("gatehouse.broker")
record BusProperties(
    @DefaultValue("data/broker") Path dataDirectory,
    @DefaultValue("routes/bus.properties") Path addresses,
    @DefaultValue("") String acceptor,
    @DefaultValue("") String user,
    @DefaultValue("") String password,
    @DefaultValue("false") boolean clientsMaySend,
    @DefaultValue("200000") int journalBufferTimeout,
    @DefaultValue("90") int maxDiskUsage) {}
