/**
 * From a receiving system's queue to that system: one event at a time of each subject, again and
 * later each time while the system fails, to the dead letters when it will never take the event.
 * Depends on {@code webhook} for memory, {@code settings} and {@code tracing}, {@code events} for
 * what is a time, {@code outward} for the call and {@code bus} for the connection; the tables in
 * the ledger that it keeps its turns and times in are its own.
 */
package io.gatehouse.delivery;
