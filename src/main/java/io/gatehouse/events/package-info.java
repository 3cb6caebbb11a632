/**
 * What a webhook says, in the bus's language: reading JSON, picking subject, time and identity from
 * it, and the CloudEvent that comes of it. Uses {@code webhook}, {@code settings} and {@code
 * tracing}; it sends nothing.
 */
package io.gatehouse.events;
