package io.gatehouse.webhook;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * Limits the memory, in bytes, that all bodies in flight may use together: the received bytes and
 * what is made from them. Each request has a share, which grows before memory is allocated.
 */
@Component
public class BodyMemoryLimiter {

  private static final long PAUSE_MILLIS = 20;

  private final long all;
  private final AtomicLong free;

  /**
   * Limits bodies to half of the heap; the broker and the rest of the gateway use the other half.
   */
  public BodyMemoryLimiter() {
    this(Runtime.getRuntime().maxMemory() / 2);
  }

  BodyMemoryLimiter(long bytes) {
    this.all = bytes;
    this.free = new AtomicLong(bytes);
  }

  /**
   * Waits until there is memory for something that is not a request. A demand that is larger than
   * the whole budget waits until it can have the whole budget.
   *
   * @return the number of bytes to give back
   */
  public long await(long bytes) throws InterruptedException {
    long wanted = Math.min(bytes, all);
    while (!has(wanted)) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    return wanted;
  }

  /** Gives back bytes that {@link #await} returned. */
  public void giveBack(long bytes) {
    free.addAndGet(bytes);
  }

  private boolean has(long bytes) {
    // Bytes are never taken tentatively: several callers at once would all find too little.
    return free.getAndUpdate(left -> left >= bytes ? left - bytes : left) >= bytes;
  }

  /** Returns an empty share for one request. */
  public Share share() {
    return new Share();
  }

  /** The part of the budget that one request has, until the share is closed. */
  public final class Share implements AutoCloseable {

    private long taken;
    private boolean closed;

    private Share() {}

    /**
     * Takes more of the budget.
     *
     * @throws UnreadableException with {@code too-dense}, if one request would have more than the
     *     whole budget
     * @throws RefusedException with {@link Problem.Unavailable}, if too little is left at the
     *     moment, or the request is over
     */
    public synchronized void take(long bytes) {
      if (bytes > all - taken) {
        throw new UnreadableException("too-dense");
      }
      if (closed || !has(bytes)) {
        throw new RefusedException(Problem.Unavailable.SHORTLY);
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
