package io.gatehouse.web;

import java.net.InetAddress;

/** A connection that a sender has opened, and what the gateway waits for on it. */
final class ClientConnection {

  private static final ThreadLocal<ClientConnection> CURRENT = new ThreadLocal<>();

  /**
   * What happens on the connection. In every state but a route's work, the gateway waits for the
   * sender.
   */
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
   * @param closing makes the container close it
   */
  ClientConnection(InetAddress source, Runnable closing) {
    this.source = source;
    this.closing = closing;
  }

  /** The connection that this thread processes; a placeholder if there is none. */
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

  /** Called when the container processes what has arrived. */
  void begin() {
    processed = true;
    // One connection's response may be written while this thread processes another.
    outer = CURRENT.get();
    CURRENT.set(this);
  }

  /** Called when the container has finished processing. */
  void end() {
    processed = false;
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
      outer = null;
    }
  }

  /**
   * Called when nothing of a next request has arrived. Other bytes, such as empty lines, change
   * nothing.
   */
  void awaitsRequest() {
    if (state != State.IDLE) {
      enter(State.IDLE);
    }
  }

  /** Called when a part of a request's head has arrived. */
  void awaitsHead() {
    if (state != State.HEAD) {
      enter(State.HEAD);
    }
  }

  /** Called when a request's head is complete. */
  void hasHead() {
    enter(State.ROUTE);
  }

  void awaitsBody() {
    enter(State.BODY);
  }

  void hasBody() {
    enter(State.ROUTE);
  }

  /** Called when the response is to be written, as soon as the sender reads. */
  void awaitsReader() {
    enter(State.ANSWER);
  }

  void hasAnswered() {
    answered = true;
  }

  /** Whether no response has been sent on it yet. */
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

  /** Since when it has been waiting, as {@link System#nanoTime()}. */
  long since() {
    return since;
  }

  void close() {
    closing.run();
  }
}
