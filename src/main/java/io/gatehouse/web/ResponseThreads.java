package io.gatehouse.web;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The threads that answer requests which something else has given up: a timer, or another request
 * that needed room. Writing a response waits for the connection's lock, and the container may
 * continue with the connection's next request on the same thread.
 */
@Component
class ResponseThreads implements Executor, DisposableBean {

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "answer");
            thread.setDaemon(true);
            return thread;
          });

  @Override
  public void execute(Runnable work) {
    threads.execute(work);
  }

  @Override
  public void destroy() {
    threads.shutdown();
  }
}
