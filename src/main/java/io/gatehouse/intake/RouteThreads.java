package io.gatehouse.intake;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The threads on which a route continues after the bus has confirmed. It must not continue on the
 * thread that received the confirmation: a route may block, and so may the container, which can
 * continue with the connection's next request on the thread that wrote the response. A blocked
 * broker thread delivers no confirmations to anybody.
 *
 * <p>The threads are few, since one sync of the disk confirms many events at once, and a thread for
 * each would cost more than its work. If so many of them are blocked that others would wait for
 * long, more are started.
 */
@Component
class RouteThreads implements DisposableBean {

  private static final int FEW = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
  private static final int MANY = 1024;

  /** For how many checks, 20 ms apart, a route may wait for a thread. */
  private static final int LOOKS = 4;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          FEW,
          MANY,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          work -> {
            Thread thread = new Thread(work, "route");
            thread.setDaemon(true);
            return thread;
          });

  private long completed;

  Executor executor() {
    return threads;
  }

  /** Starts a thread for each waiting route, if it would have to wait for too many checks. */
  @Scheduled(fixedDelay = 20)
  void look() {
    long before = completed;
    completed = threads.getCompletedTaskCount();
    int waiting = threads.getQueue().size();
    if (waiting > LOOKS * (completed - before)) {
      threads.setCorePoolSize(Math.min(threads.getPoolSize() + waiting, MANY));
    } else if (threads.getCorePoolSize() > FEW) {
      // Surplus threads end as soon as nothing waits.
      threads.setCorePoolSize(FEW);
    }
  }

  @Override
  public void destroy() {
    threads.shutdown();
  }
}
