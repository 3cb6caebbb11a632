package io.gatehouse.web;

import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is left of a body once its request has been answered. It is taken off the connection for a
 * short time, so that a sender who is still writing can read the answer before the connection
 * closes (RFC 9112, section 9.6).
 */
final class UnreadBodyDrain {

  /** What is discarded is written here and read by nobody. */
  private static final byte[] DISCARDED = new byte[8192];

  private final BodyReadLimiter limiter;
  private final Runnable then;
  private final long since = System.nanoTime();
  private final AtomicBoolean over = new AtomicBoolean();

  /**
   * A remainder that begins to be discarded.
   *
   * @param then runs once, on any thread, when that is over
   */
  UnreadBodyDrain(BodyReadLimiter limiter, Runnable then) {
    this.limiter = limiter;
    this.then = then;
    limiter.beginDiscarding(this);
  }

  /**
   * Takes off what has arrived already, without waiting for more.
   *
   * @return whether that was all
   */
  static boolean skipArrived(ServletInputStream in) throws IOException {
    boolean more = true;
    while (more && in.available() > 0 && !in.isFinished()) {
      more = in.read(DISCARDED) >= 0;
    }
    return in.isFinished();
  }

  /** Since when it is being discarded, as {@link System#nanoTime()} has it. */
  long since() {
    return since;
  }

  /**
   * Discards what has arrived.
   *
   * @throws IOException where the connection has failed; nothing follows then. The container has to
   *     know it, for it does not end a request that a listener completes after such a failure
   */
  void discardArrived(ServletInputStream in) throws IOException {
    try {
      boolean more = true;
      while (more && in.isReady()) {
        more = in.read(DISCARDED) >= 0;
      }
      if (in.isFinished()) {
        end();
      }
    } catch (IOException e) {
      abandon();
      throw e;
    }
  }

  void end() {
    if (over.compareAndSet(false, true)) {
      limiter.endDiscarding(this);
      then.run();
    }
  }

  /** The container ends the request by itself. */
  void abandon() {
    over.set(true);
    limiter.endDiscarding(this);
  }
}
