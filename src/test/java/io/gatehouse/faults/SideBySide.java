package io.gatehouse.faults;

import java.util.ArrayList;
import java.util.List;

/** Threads that run in parallel, and do not keep the process alive. */
final class SideBySide {

  private final List<Thread> threads = new ArrayList<>();

  void start(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** Waits until each has ended by itself. */
  void join() {
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
