package io.gatehouse.webhook;

/** Learns whether the 200 was sent to a sender. */
@FunctionalInterface
public interface ResponseListener {

  /**
   * Reports whether the response was sent.
   *
   * @param done true just before its bytes are handed to the connection, so that nobody can act on
   *     the response sooner; false if that failed, whether or not true was reported before
   */
  void written(boolean done);
}
