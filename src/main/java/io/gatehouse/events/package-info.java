/**
 * Turns a webhook's content into the vocabulary of the bus: parses JSON, picks subject, time and
 * identity from it, and builds the CloudEvent. Uses {@code webhook}, {@code settings} and {@code
 * tracing}; it sends nothing.
 */
package io.gatehouse.events;
