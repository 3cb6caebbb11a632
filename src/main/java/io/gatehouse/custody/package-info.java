/**
 * Taking events into custody, so that a 200 says "on disk": the event's id, whether an equal key is
 * a retry or a state that came back, one at a time for equal ids, the durable send, and quarantine
 * for what a route could not read. Uses {@code webhook}, {@code settings}, {@code events}, {@code
 * bus} and {@code tracing}.
 */
package io.gatehouse.custody;
