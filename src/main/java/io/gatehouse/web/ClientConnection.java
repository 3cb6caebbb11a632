package io.gatehouse.web;

import java.net.InetAddress;

/** A connection that a sender has opened, and what it is waited for on it. */
final class ClientConnection {

  private static final ThreadLocal<ClientConnection> CURRENT = new ThreadLocal<>();

  /** What happens on the connection. All but a route's work waits for the sender. */
  private enum State {
    IDLE,
    HEAD,
    BODY,
    ROUTE,
    ANSWER
  }

  private final InetAddress source;
  private final Runnable closing;
  private boolean processed;
  private ClientConnection outer;
  private volatile boolean answered;
  private volatile State state = State.IDLE;
  private volatile long since = System.nanoTime();

  /**
   * A new connection.
   *
   * @param closing has the container close it
   */
  ClientConnection(InetAddress source, Runnable closing) {
    this.source = source;
    this.closing = closing;
  }

  /** The one that this thread processes; one of no meaning where there is none. */
  static ClientConnection current() {
    ClientConnection current = CURRENT.get();
    return current == null ? new ClientConnection(null, () -> {}) : current;
  }

  InetAddress source() {
    return source;
  }

  /** Whether the container is about to process what has arrived; only for its own thread. */
  boolean isProcessed() {
    return processed;
  }

  /** The container processes what has arrived. */
  void begin() {
    processed = true;
    // One connection's answer may be written while this thread processes another.
    outer = CURRENT.get();
    CURRENT.set(this);
  }

  /** The container is done with that. */
  void end() {
    processed = false;
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
      outer = null;
    }
  }

  /** Nothing of a next request is here; what is none, such as empty lines, changes nothing. */
  void awaitsRequest() {
    if (state != State.IDLE) {
      enter(State.IDLE);
    }
  }

  /** A part of a request's head is here. */
  void awaitsHead() {
    if (state != State.HEAD) {
      enter(State.HEAD);
    }
  }

  /** A request's head is here. */
  void hasHead() {
    enter(State.ROUTE);
  }

  void awaitsBody() {
    enter(State.BODY);
  }

  void hasBody() {
    enter(State.ROUTE);
  }

  /** The answer is to be written, as soon as the sender reads. */
  void awaitsReader() {
    enter(State.ANSWER);
  }

  void hasAnswered() {
    answered = true;
  }

  /** Whether no answer has been sent on it yet. */
  boolean isAtItsFirstRequest() {
    return !answered;
  }

  private void enter(State next) {
    state = next;
    since = System.nanoTime();
  }

  boolean waitsForSender() {
    return state != State.ROUTE;
  }

  boolean waitsForRequest() {
    return state == State.IDLE;
  }

  boolean waitsForHead() {
    return state == State.HEAD;
  }

  /** Since when it waits, as {@link System#nanoTime()} has it. */
  long since() {
    return since;
  }

  void close() {
    closing.run();
  }
}
