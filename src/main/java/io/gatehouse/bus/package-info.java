/**
 * The message bus: the embedded Artemis broker or the connection to an outside one, the addresses
 * and queues of {@code bus.properties}, and whether it takes writes. Uses {@code settings} and
 * knows nothing of webhooks.
 */
package io.gatehouse.bus;
