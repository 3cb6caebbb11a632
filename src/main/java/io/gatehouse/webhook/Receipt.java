package io.gatehouse.webhook;

/**
 * Confirms that an event is on disk.
 *
 * @param status {@code accepted}, or {@code quarantined} if rule 2 applied
 * @param id the event's id on the bus
 */
public record Receipt(Status status, String id) {

  /** Where the event is stored now. */
  public enum Status {
    ACCEPTED,
    QUARANTINED
  }
}
