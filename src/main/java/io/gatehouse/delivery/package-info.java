/**
 * Delivers events from the queue of a receiving system to that system: in order for each subject,
 * with retries while the system fails, and to the dead letters when it rejects the event
 * permanently. Uses {@code webhook} for memory, {@code events} for times, {@code httpclient} for
 * the call, the names of {@code broker}, {@code settings} and {@code tracing}, and has tables of
 * its own in the database.
 */
package io.gatehouse.delivery;
