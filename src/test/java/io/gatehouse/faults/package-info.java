/**
 * No accepted event is lost: the gateway while its process, its disk or its broker fails. A {@link
 * io.gatehouse.faults.History} compares the responses to senders with the bus.
 */
package io.gatehouse.faults;
