package io.gatehouse.custody;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The threads on which a route continues after the bus has answered. It must not continue on the
 * thread that brought the answer: a route may block, and so may the container, which can go on with
 * the connection's next request on the thread that wrote the response. A blocked thread of a lane
 * confirms nothing to anybody.
 */
@Component
class RouteThreads implements DisposableBean {

  /** It grows instead of queueing: a blocked route must not delay the others. */
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "route");
            thread.setDaemon(true);
            return thread;
          });

  Executor executor() {
    return threads;
  }

  @Override
  public void destroy() {
    threads.shutdown();
  }
}
