package io.gatehouse.tools.simulation;

import io.gatehouse.settings.BadSettingException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Plays a playlist against a URL, and tries again as each vendor does. */
public final class SimulationRun {

  private final Options options;
  private final ProgressListener progress;
  private final EventSender post;
  private final SimulationReport report;
  private final Semaphore permits;
  private final Set<String> noted = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "retries");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * How it is played.
   *
   * @param url that the vendors' paths are put behind
   * @param rate events a second at most; 0 for as many as go
   * @param faster by what the vendors' pauses before retries are divided
   * @param connections requests under way at once
   * @param retry whether vendors try again
   * @param duplicate whether every event is sent again
   * @param expected the word that the gateway should answer
   */
  public record Options(
      String url,
      double rate,
      double faster,
      int connections,
      boolean retry,
      boolean duplicate,
      String expected) {

    /** How many events will have been done at the end, repetitions counted. */
    public int length(SimulationPlan plan) {
      return plan.events() * (duplicate ? 2 : 1);
    }
  }

  public SimulationRun(Options options, ProgressListener progress) {
    this.options = options;
    this.progress = progress;
    this.post = new EventSender(options.url());
    this.report = new SimulationReport(options.expected());
    this.permits = new Semaphore(options.connections());
  }

  /**
   * Sends everything and waits for the last answers.
   *
   * @throws BadSettingException where a body cannot be made up, encrypted or signed as its file
   *     says
   */
  public SimulationReport play(SimulationPlan plan) {
    long start = System.nanoTime();
    RatePacer pace = new RatePacer(options.rate());
    Set<CompletableFuture<Void>> open = ConcurrentHashMap.newKeySet();
    Iterator<List<SimulatedEvent>> scenarios = plan.scenarios();
    while (scenarios.hasNext()) {
      List<SimulatedEvent> scenario = scenarios.next();
      pace.await(scenario.size());
      permits.acquireUninterruptibly();
      CompletableFuture<Void> played = play(scenario);
      open.add(played);
      played.whenComplete((done, problem) -> permits.release());
      played.thenRun(() -> open.remove(played));
    }
    await(open);
    later.shutdown();
    report.finished(Duration.ofNanos(System.nanoTime() - start));
    return report;
  }

  private static void await(Set<CompletableFuture<Void>> open) {
    try {
      CompletableFuture.allOf(open.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof BadSettingException bad ? bad : e;
    }
  }

  /** One event after the other, each when the one before has been answered. */
  private CompletableFuture<Void> play(List<SimulatedEvent> scenario) {
    CompletableFuture<Void> played = CompletableFuture.completedFuture(null);
    for (SimulatedEvent event : scenario) {
      played = played.thenCompose(before -> play(event));
    }
    return played;
  }

  private CompletableFuture<Void> play(SimulatedEvent event) {
    return send(event, 0)
        .thenCompose(
            first -> {
              report.recorded(event, first);
              progress.done();
              return options.duplicate()
                  ? again(event, first)
                  : CompletableFuture.completedFuture(null);
            });
  }

  private CompletableFuture<Void> again(SimulatedEvent event, GatewayResponse first) {
    return send(event, 0)
        .thenAccept(
            second -> {
              report.recordedAgain(event, first, second);
              progress.done();
            });
  }

  /** Sends a letter until it is received, or the vendor gives up. */
  private CompletableFuture<GatewayResponse> send(SimulatedEvent event, int retries) {
    return post.send(event)
        .thenCompose(
            answer -> {
              report.answered(answer);
              return isLast(event, answer, retries)
                  ? CompletableFuture.completedFuture(answer)
                  : sendLater(event, answer, retries);
            });
  }

  private boolean isLast(SimulatedEvent event, GatewayResponse answer, int retries) {
    Vendor.Retries rule = event.vendor().retries();
    return rule.isReceived(answer.status())
        || !options.retry()
        || retries == rule.after().size()
        || rule.last().contains(answer.status());
  }

  /** While it waits it is not under way, so that others are. */
  private CompletableFuture<GatewayResponse> sendLater(
      SimulatedEvent event, GatewayResponse answer, int retries) {
    List<Duration> pauses = event.vendor().retries().after();
    Duration pause = Duration.ofNanos((long) (pauses.get(retries).toNanos() / options.faster()));
    if (noted.add(event.vendor().name() + answer.kind())) {
      progress.report(
          "%s: %s; %s tries again in %s, %d of %d."
              .formatted(
                  event.name(),
                  answer.kind(),
                  event.vendor().name(),
                  spoken(pause),
                  retries + 1,
                  pauses.size()));
    }
    report.retried();
    CompletableFuture<GatewayResponse> received = new CompletableFuture<>();
    permits.release();
    later.schedule(
        () -> {
          permits.acquireUninterruptibly();
          send(event, retries + 1)
              .whenComplete(
                  (last, problem) -> {
                    if (problem == null) {
                      received.complete(last);
                    } else {
                      received.completeExceptionally(problem);
                    }
                  });
        },
        pause.toNanos(),
        TimeUnit.NANOSECONDS);
    return received;
  }

  private static String spoken(Duration pause) {
    return pause.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
