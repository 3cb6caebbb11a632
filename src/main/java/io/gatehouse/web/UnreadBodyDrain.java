package io.gatehouse.web;

import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The rest of a body whose request has been answered. It is read from the connection for a short
 * time, so that a sender that is still writing can read the response before the connection closes
 * (RFC 9112, section 9.6).
 */
final class UnreadBodyDrain {

  /** Discarded bytes are written here and never read. */
  private static final byte[] DISCARDED = new byte[8192];

  private final BodyReadLimiter limiter;
  private final Runnable then;
  private final long since = System.nanoTime();
  private final AtomicBoolean over = new AtomicBoolean();

  /**
   * Starts to discard a rest.
   *
   * @param then runs once, on any thread, when that is over
   */
  UnreadBodyDrain(BodyReadLimiter limiter, Runnable then) {
    this.limiter = limiter;
    this.then = then;
    limiter.beginDiscarding(this);
  }

  /**
   * Reads what has already arrived, without waiting for more.
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

  /** Since when the rest is being discarded, as {@link System#nanoTime()}. */
  long since() {
    return since;
  }

  /**
   * Discards what has arrived.
   *
   * @throws IOException if the connection has failed; nothing follows then. The container must
   *     know, since it does not end a request that a listener completes after such a failure
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

  /** Stops discarding; the container ends the request by itself. */
  void abandon() {
    over.set(true);
    limiter.endDiscarding(this);
  }
}
