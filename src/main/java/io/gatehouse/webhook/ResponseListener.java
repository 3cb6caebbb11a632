package io.gatehouse.webhook;

/** Is told what became of the 200 to a sender. */
@FunctionalInterface
public interface ResponseListener {

  /**
   * Says whether the answer went out.
   *
   * @param done true just before its bytes are handed to the connection, so that nobody can act on
   *     the answer sooner; false where that failed, whether or not true was said before
   */
  void written(boolean done);
}
