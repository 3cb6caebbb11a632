package io.gatehouse.webhook;

/** What a route makes of a request: an event for the bus. */
public interface Publication {

  /**
   * What became of the request: {@code accepted}, {@code unclassified}, {@code quarantined}, {@code
   * duplicate} if this gateway knows an earlier copy of the event, or {@code differs} if it knows
   * an event with the same natural key and different content.
   */
  String outcome();
}
