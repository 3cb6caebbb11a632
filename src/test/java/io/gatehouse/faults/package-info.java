/**
 * Nothing lost that was taken: the gateway while its process, its disk or its broker fails. A
 * {@link io.gatehouse.faults.History} compares what senders were told with what the bus holds.
 */
package io.gatehouse.faults;
