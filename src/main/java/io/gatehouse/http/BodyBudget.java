package io.gatehouse.http;

import io.gatehouse.webhook.Refusal;
import io.gatehouse.webhook.RefusedException;
import java.util.concurrent.Semaphore;

/**
 * How much memory the bodies under way may take together. Reading, decrypting and sending one takes
 * several times its size; without a limit a few of the largest would take all there is.
 */
final class BodyBudget {

  private static final int BYTES_PER_UNIT = 1024;
  private static final int SIZES_IN_MEMORY = 12;

  private final int units;
  private final Semaphore free;

  private BodyBudget(int units) {
    this.units = units;
    this.free = new Semaphore(units);
  }

  /** Half of the heap. */
  static BodyBudget ofHeap() {
    long bodies = Runtime.getRuntime().maxMemory() / 2 / SIZES_IN_MEMORY;
    return new BodyBudget((int) Math.min(bodies / BYTES_PER_UNIT, Integer.MAX_VALUE));
  }

  /**
   * Sets memory aside for a body; one larger than all of it may come alone.
   *
   * @return what is to be given back
   * @throws RefusedException with {@link Refusal.Unavailable} where there is too little left
   */
  int take(long bytes) {
    int wanted = (int) Math.min(bytes / BYTES_PER_UNIT + 1, units);
    if (!free.tryAcquire(wanted)) {
      throw new RefusedException(Refusal.Unavailable.SHORTLY);
    }
    return wanted;
  }

  void giveBack(int taken) {
    free.release(taken);
  }
}
