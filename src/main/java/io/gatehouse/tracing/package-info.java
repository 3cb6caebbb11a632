/**
 * An event's way, as operators can follow it: stages that a collector gets as OpenTelemetry spans,
 * and the fields by which log lines name an event. Nothing of an event is told but vendor, type,
 * queue, outcome and id. Uses {@code settings}.
 */
package io.gatehouse.tracing;
