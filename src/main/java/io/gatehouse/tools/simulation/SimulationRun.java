package io.gatehouse.tools.simulation;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.tools.simulation.EventGenerator.SimulatedEvent;
import io.gatehouse.tools.simulation.EventSender.GatewayResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Runs a plan against a URL, and retries as each vendor does. */
public final class SimulationRun {

  private final Options options;
  private final ProgressListener progress;
  private final EventSender post;
  private final SimulationReport report;
  private final Semaphore permits;
  private final Set<String> noted = ConcurrentHashMap.newKeySet();
  private final ExecutorService later =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "retries");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * The options of a run.
   *
   * @param url that precedes the vendors' paths
   * @param rate events a second at most; 0 for no limit
   * @param faster the divisor of the vendors' pauses before retries
   * @param connections requests in flight at once
   * @param retry whether vendors retry
   * @param duplicate whether to send every event again
   * @param expected the word with which the gateway should respond
   */
  public record Options(
      String url,
      double rate,
      double faster,
      int connections,
      boolean retry,
      boolean duplicate,
      String expected) {

    /** How many events will have been completed at the end, repetitions included. */
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
   * Sends everything and waits for the last responses.
   *
   * @throws BadSettingException if a body cannot be generated, encrypted or signed as its file
   *     requires
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

  /** Sends one event after the other, each when the previous one has been answered. */
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

  /** Sends an event until it is received, or the vendor gives up. */
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

  /** Sends later. A waiting event gives its permit to others. */
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
    permits.release();
    Executor afterPause =
        CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS, later);
    return CompletableFuture.runAsync(permits::acquireUninterruptibly, afterPause)
        .thenCompose(done -> send(event, retries + 1));
  }

  private static String spoken(Duration pause) {
    return pause.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  /** Observes a simulation; called from several threads. */
  public interface ProgressListener {

    /** One more event has had its last response. */
    void done();

    /** Reports something that the user should know, in one sentence. */
    void report(String sentence);
  }

  /** Limits how many events start in a second, evenly spread. */
  private static final class RatePacer {

    private final double nanosForOne;
    private final long start = System.nanoTime();
    private double due;

    /**
     * @param rate events a second; 0 for no limit
     */
    RatePacer(double rate) {
      this.nanosForOne = rate == 0 ? 0 : 1e9 / rate;
    }

    /** Waits until these events may start. */
    void await(int events) {
      long wait;
      while ((wait = (long) due - (System.nanoTime() - start)) > 0) {
        LockSupport.parkNanos(wait);
      }
      due =
          Math.max(due, (double) (System.nanoTime() - start) - nanosForOne) + events * nanosForOne;
    }
  }
}
