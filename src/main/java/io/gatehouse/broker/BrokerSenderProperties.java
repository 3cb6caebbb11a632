package io.gatehouse.broker;

import io.gatehouse.settings.ValidRange;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the gateway sends to the broker, {@code gatehouse.bus.*}.
 *
 * @param sendTimeoutMillis how long a send may wait for the broker, in milliseconds
 * @param senders how many senders work in parallel; each is a connection at an outside broker
 * @param probeIntervalMillis the pause between the test writes behind readiness, and between two
 *     measurements of the queues, in milliseconds
 */
@ConfigurationProperties("gatehouse.bus")
record BrokerSenderProperties(
    @ValidRange(from = "100", to = "60000") @DefaultValue("5000") int sendTimeoutMillis,
    @ValidRange(from = "1", to = "64") @DefaultValue("4") int senders,
    @ValidRange(from = "50", to = "60000") @DefaultValue("2000") int probeIntervalMillis) {}
