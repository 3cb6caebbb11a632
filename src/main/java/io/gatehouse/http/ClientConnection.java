package io.gatehouse.http;

import java.net.InetAddress;

/** A connection that a sender has opened. */
final class ClientConnection {

  private enum State {
    IDLE,
    HEAD,
    REQUEST
  }

  private static final ThreadLocal<ClientConnection> CURRENT = new ThreadLocal<>();

  private final InetAddress source;
  private final Runnable closing;
  private boolean processed;
  private boolean answered;
  private volatile State state = State.IDLE;
  private volatile long waitingSince = System.nanoTime();

  /**
   * A new connection.
   *
   * @param closing has the container close it
   */
  ClientConnection(InetAddress source, Runnable closing) {
    this.source = source;
    this.closing = closing;
  }

  /** This thread has sent an answer on the connection that it processes. */
  static void answered() {
    ClientConnection current = CURRENT.get();
    if (current != null) {
      current.answered = true;
    }
  }

  /** Whether this thread processes a connection on which no answer has been sent yet. */
  static boolean isAtItsFirstRequest() {
    ClientConnection current = CURRENT.get();
    return current != null && !current.answered;
  }

  InetAddress source() {
    return source;
  }

  /** The last request has been answered, and nothing of the next one is here. */
  void idle() {
    state = State.IDLE;
    waitingSince = System.nanoTime();
  }

  /** A part of a request's head is here. */
  void head() {
    if (state != State.HEAD) {
      state = State.HEAD;
      waitingSince = System.nanoTime();
    }
  }

  /** Whether the container is about to process what has arrived; only for its own thread. */
  boolean isProcessed() {
    return processed;
  }

  /** The container processes what has arrived. */
  void begin() {
    processed = true;
    CURRENT.set(this);
    if (state == State.IDLE) {
      state = State.REQUEST;
    }
  }

  /** The container is done with that. */
  void end() {
    processed = false;
    CURRENT.remove();
  }

  /** A request is being answered. */
  void request() {
    state = State.REQUEST;
  }

  /** Whether it waits for a request, or for the rest of its head. */
  boolean isWaiting() {
    return state != State.REQUEST;
  }

  boolean isInHead() {
    return state == State.HEAD;
  }

  /** Since when it waits, as {@link System#nanoTime()} has it. */
  long waitingSince() {
    return waitingSince;
  }

  void close() {
    closing.run();
  }
}
