package io.gatehouse.webhook;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * How much memory the bodies under way may take together, in bytes: what was received and what
 * becomes of it. Each request has a share, which grows before memory is taken.
 */
@Component
public class BodyMemoryLimiter {

  private static final long PAUSE_MILLIS = 20;

  private final long all;
  private final AtomicLong free;

  /** Half of the heap; the broker and the rest of the gateway have the other half. */
  public BodyMemoryLimiter() {
    this(Runtime.getRuntime().maxMemory() / 2);
  }

  BodyMemoryLimiter(long bytes) {
    this.all = bytes;
    this.free = new AtomicLong(bytes);
  }

  /**
   * Waits until there is memory for something that is not a request; what would have more than
   * there is for all waits until it can have all of it.
   *
   * @return what is to be given back
   */
  public long await(long bytes) throws InterruptedException {
    long wanted = Math.min(bytes, all);
    while (!has(wanted)) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    return wanted;
  }

  /** Gives back what somebody waited for. */
  public void giveBack(long bytes) {
    free.addAndGet(bytes);
  }

  private boolean has(long bytes) {
    // Never taken on trial: several at once would all find too little.
    return free.getAndUpdate(left -> left >= bytes ? left - bytes : left) >= bytes;
  }

  /** A share for one request, which is empty. */
  public Share share() {
    return new Share();
  }

  /** What one request has of the budget, until it is closed. */
  public final class Share implements AutoCloseable {

    private long taken;
    private boolean closed;

    private Share() {}

    /**
     * Takes more of the budget.
     *
     * @throws UnreadableException with {@code too-dense}, where one request would have more than
     *     there is for all
     * @throws RefusedException with {@link Refusal.Unavailable}, where too little is left at the
     *     moment, or the request is over
     */
    public synchronized void take(long bytes) {
      if (bytes > all - taken) {
        throw new UnreadableException("too-dense");
      }
      if (closed || !has(bytes)) {
        throw new RefusedException(Refusal.Unavailable.SHORTLY);
      }
      taken += bytes;
    }

    /** Gives everything back. */
    @Override
    public synchronized void close() {
      closed = true;
      free.addAndGet(taken);
      taken = 0;
    }
  }
}
