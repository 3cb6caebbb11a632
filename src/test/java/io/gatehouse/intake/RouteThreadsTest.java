package io.gatehouse.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouteThreadsTest {

  private static final int BLOCKED = 200;

  private final RouteThreads threads = new RouteThreads();
  private final CountDownLatch unblocked = new CountDownLatch(1);

  @AfterEach
  void end() {
    unblocked.countDown();
    threads.destroy();
  }

  @Test
  void blockedRoutesDoNotDelayTheOthers() throws InterruptedException {
    for (int i = 0; i < BLOCKED; i++) {
      threads.executor().execute(this::block);
    }
    CountDownLatch ran = new CountDownLatch(1);
    threads.executor().execute(ran::countDown);

    threads.look();
    threads.look();

    assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whenNothingWaitsAnyMoreThereAreFewAgain() throws InterruptedException {
    ThreadPoolExecutor pool = (ThreadPoolExecutor) threads.executor();
    blockedRoutesDoNotDelayTheOthers();
    assertThat(pool.getPoolSize()).isGreaterThan(BLOCKED);

    unblocked.countDown();
    await().until(() -> pool.getActiveCount() == 0);
    threads.look();

    await().until(() -> pool.getPoolSize() < BLOCKED);
  }

  private void block() {
    try {
      unblocked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
