/**
 * Stores an event on disk before its sender gets a 200: the event's id, duplicates and repeated
 * states, single flight for equal ids, the durable send, and quarantine for content that a route
 * cannot read. Uses {@code webhook}, {@code settings}, {@code events}, {@code broker} and {@code
 * tracing}.
 */
package io.gatehouse.intake;
