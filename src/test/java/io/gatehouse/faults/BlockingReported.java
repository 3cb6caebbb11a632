package io.gatehouse.faults;

import io.gatehouse.Gatehouse;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.camel.impl.engine.DefaultAsyncProcessorAwaitManager;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;

/**
 * A gateway that prints each blocking call where none is allowed: on a thread that reports outcomes
 * of sends, and in Camel's wait for an exchange on any thread that runs a route.
 */
final class BlockingReported {

  static final String REPORT = "Blocked: ";

  /** What a report of {@link #block} looks like. */
  static final String CONTROL = REPORT + "confirm, java.lang.Thread.sleep, ";

  private static final int OWN_FRAMES = 4;
  private static final String POOL = "java.util.concurrent.ThreadPoolExecutor";

  private BlockingReported() {}

  public static void main(String[] arguments) throws InterruptedException {
    BlockHound.builder()
        .nonBlockingThreadPredicate(
            before -> before.or(thread -> bringsOutcomes(thread) || runsRoutes(thread)))
        // A pool's thread waits for work, and a pool's queue has a lock that is held only briefly.
        .allowBlockingCallsInside(POOL, "getTask")
        .allowBlockingCallsInside(POOL, "execute")
        .allowBlockingCallsInside(POOL, "remove")
        .allowBlockingCallsInside(BlockingReported.class.getName(), "report")
        .blockingMethodCallback(BlockingReported::report)
        .install();
    Thread control = new Thread(BlockingReported::block, "confirm");
    control.start();
    control.join();
    Gatehouse.main(arguments);
  }

  private static boolean bringsOutcomes(Thread thread) {
    return thread.getName().equals("confirm")
        || thread.getName().equals("CompletableFutureDelayScheduler");
  }

  private static boolean runsRoutes(Thread thread) {
    return thread.getName().equals("route") || thread.getName().contains("-exec-");
  }

  private static void report(BlockingMethod method) {
    Thread thread = Thread.currentThread();
    StackTraceElement[] stack = thread.getStackTrace();
    if (bringsOutcomes(thread) || runsRoutes(thread) && waitsForAnExchange(stack)) {
      System.out.println(
          REPORT
              + thread.getName()
              + ", "
              + method
              + Arrays.stream(stack)
                  .skip(OWN_FRAMES)
                  .map(StackTraceElement::toString)
                  .collect(Collectors.joining(" < ", ", ", "")));
    }
  }

  private static boolean waitsForAnExchange(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .anyMatch(
            frame ->
                frame.getClassName().equals(DefaultAsyncProcessorAwaitManager.class.getName()));
  }

  private static void block() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
