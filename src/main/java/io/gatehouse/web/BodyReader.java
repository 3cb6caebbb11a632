package io.gatehouse.web;

import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.RefusedException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Reads one request's body as it arrives (Servlet 6.0, section 3.7), so that no thread waits for
 * it. The request must be asynchronous by then.
 */
final class BodyReader implements ReadListener {

  private enum Phase {
    UNREAD,
    RECEIVING,
    RECEIVED
  }

  private final HttpServletRequest request;
  private final BodyReadLimiter limiter;
  private final ClientConnection connection;
  private final BodyBuffer bytes;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.UNREAD);
  private final long begun = System.nanoTime();
  private InetAddress source;
  private long limit;
  private boolean listening;
  private volatile Problem problem;
  private Runnable whenReceived;
  private volatile UnreadBodyDrain remainder;

  BodyReader(HttpServletRequest request, ClientConnection connection, BodyReadLimiter limiter) {
    this.request = request;
    this.connection = connection;
    this.limiter = limiter;
    this.bytes = new BodyBuffer(this, limiter);
  }

  /**
   * Reads what has already arrived, which is all of most bodies.
   *
   * @return whether that is the whole body
   * @throws RefusedException with {@link Problem.Malformed} if the connection has failed
   */
  boolean readArrived() {
    try {
      ServletInputStream in = request.getInputStream();
      long declared = request.getContentLengthLong();
      // All bytes of a declared length must be here: a response may have drained the rest.
      boolean whole = declared < 0 ? in.isFinished() : bytes.readArrived(in, declared);
      if (whole) {
        phase.set(Phase.RECEIVED);
      }
      return whole;
    } catch (IOException e) {
      throw new RefusedException(new Problem.Malformed());
    }
  }

  /**
   * Receives the rest.
   *
   * @param limit the maximum size of the body in bytes
   * @param then runs once, on any thread, when {@link #body()} has the body or the reason why not
   * @throws RefusedException with {@link Problem.Unavailable} if too many bodies are being received
   */
  void receive(InetAddress source, long limit, Runnable then) {
    this.source = source;
    this.limit = limit;
    this.whenReceived = then;
    limiter.begin(this);
    connection.awaitsBody();
    phase.set(Phase.RECEIVING);
    try {
      listen();
    } catch (IOException | IllegalStateException e) {
      // The connection has closed meanwhile.
      if (settle(new Problem.Malformed())) {
        throw new RefusedException(problem);
      }
    }
  }

  private void listen() throws IOException {
    listening = true;
    request.getInputStream().setReadListener(this);
  }

  /**
   * The whole body.
   *
   * @throws RefusedException if it did not arrive as it should
   * @throws IllegalStateException if it has not been received
   */
  byte[] body() {
    if (problem != null) {
      throw new RefusedException(problem);
    }
    if (phase.get() == Phase.UNREAD || phase.get() == Phase.RECEIVING) {
      throw new IllegalStateException("This step reads the body before it has been received");
    }
    return bytes.whole();
  }

  /** Releases the body. */
  void release() {
    bytes.release();
  }

  InetAddress source() {
    return source;
  }

  /** When the request began, as {@link System#nanoTime()}. */
  long begun() {
    return begun;
  }

  /** Marks the body as unusable, even if it has been received. */
  void refuse(Problem why) {
    problem = why;
  }

  /** Ends the reception on the reading thread, with a reason or, for a whole body, null. */
  private void end(Problem why) {
    if (settle(why)) {
      whenReceived.run();
    }
  }

  /**
   * Ends the reception from outside, unless it has already ended. The request continues on another
   * thread, since its connection's lock may be held.
   *
   * @return whether this call ended it
   */
  boolean giveUp(Problem why, Executor elsewhere) {
    boolean ended = settle(why);
    if (ended) {
      elsewhere.execute(whenReceived);
    }
    return ended;
  }

  private boolean settle(Problem why) {
    if (!phase.compareAndSet(Phase.RECEIVING, Phase.RECEIVED)) {
      return false;
    }
    problem = why;
    connection.hasBody();
    limiter.end(this);
    bytes.uncount();
    return true;
  }

  /** Why the body is unusable, as far as that is known; null if it is not. */
  Problem problem() {
    return problem;
  }

  /** How many bytes have been received. */
  int received() {
    return bytes.length();
  }

  /** How much memory is reserved for what has been received. */
  long memory() {
    return bytes.setAside();
  }

  /** Whether none of the body is left on the connection. */
  boolean leavesNothing() throws IOException {
    ServletInputStream in = request.getInputStream();
    boolean mayBeSkipped = !listening && request.getContentLengthLong() >= 0;
    return mayBeSkipped ? UnreadBodyDrain.skipArrived(in) : in.isFinished();
  }

  /**
   * Discards the rest of the body.
   *
   * @param then runs once, on any thread
   * @throws IOException as {@link UnreadBodyDrain#discardArrived} does
   */
  void discard(Runnable then) throws IOException {
    remainder = new UnreadBodyDrain(limiter, then);
    if (listening) {
      remainder.discardArrived(request.getInputStream());
      return;
    }
    try {
      listen();
    } catch (IOException | IllegalStateException e) {
      remainder.end();
    }
  }

  @Override
  public void onDataAvailable() throws IOException {
    if (remainder != null) {
      remainder.discardArrived(request.getInputStream());
    } else if (phase.get() == Phase.RECEIVING) {
      receiveArrived();
    }
  }

  // The container reports a failure here to onError, where a response can still be sent.
  private void receiveArrived() throws IOException {
    ServletInputStream in = request.getInputStream();
    long declared = request.getContentLengthLong();
    for (boolean more = true; more && phase.get() == Phase.RECEIVING && in.isReady(); ) {
      if (!bytes.makeRoom(declared >= 0 ? declared : limit)) {
        end(Problem.Unavailable.SHORTLY);
        return;
      }
      more = bytes.readFrom(in);
      if (bytes.length() > limit) {
        end(new Problem.TooLarge());
        return;
      }
    }
    if (in.isFinished()) {
      end(null);
    }
  }

  @Override
  public void onAllDataRead() {
    end(null);
    if (remainder != null) {
      remainder.end();
    }
  }

  @Override
  public void onError(Throwable failure) {
    boolean slow = failure instanceof SocketTimeoutException;
    end(slow ? new Problem.TooSlow() : new Problem.Malformed());
    if (remainder != null) {
      remainder.abandon();
    }
  }
}
