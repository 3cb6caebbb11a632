/**
 * The message broker: embedded Artemis or the connection to an external one, the addresses and
 * queues of {@code bus.properties}, and whether the broker accepts writes. Uses {@code settings}
 * and knows nothing of webhooks.
 */
package io.gatehouse.broker;
