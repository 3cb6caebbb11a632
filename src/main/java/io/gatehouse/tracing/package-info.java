/**
 * Lets operators follow an event: stages that a collector receives as OpenTelemetry spans, and the
 * fields by which log lines name an event. They contain nothing of an event but vendor, type,
 * queue, outcome and id. Uses {@code settings}.
 */
package io.gatehouse.tracing;
