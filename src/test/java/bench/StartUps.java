package bench;

import io.gatehouse.gateway.GatewayProcess;
import io.gatehouse.gateway.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How long until vendors are served, and how much memory it takes. */
final class StartUps {

  private static final Path FOLDER = Path.of("target", "bench");
  private static final int CONNECTIONS = 64;
  private static final List<String> SMALL = List.of(Bench.OPTIONS, "-Xmx256m");
  private static final Map<String, String> BUS =
      Map.of("gatehouse.broker.user", "bus", "gatehouse.broker.password", "bus");

  private final AtomicLong numbers = new AtomicLong(System.currentTimeMillis() * 1_000_000);
  private final StringBuilder lines = new StringBuilder();
  private final int rounds;

  StartUps(int rounds) {
    this.rounds = rounds;
  }

  private record Way(String name, String java, List<String> program) {}

  /** Measures, and gives what was found, a line each: name, value. */
  String measure(Duration load) throws IOException {
    String java = GatewayProcess.java();
    List<Way> ways = new ArrayList<>();
    ways.add(new Way("one jar", java, List.of("-jar", "target/gatehouse-0.1.0.jar")));
    ways.add(new Way("extracted", java, List.of("-jar", Bench.APP)));
    Way cached =
        cached(
            "extracted with class-data sharing",
            java,
            "-XX:ArchiveClassesAtExit=",
            "-XX:SharedArchiveFile=");
    ways.add(cached);
    String newer = System.getProperty("bench.java25", "");
    if (!newer.isEmpty()) {
      ways.add(
          cached(
              "Java 25, extracted with an AOT cache",
              newer,
              "-XX:AOTCacheOutput=",
              "-XX:AOTCache="));
      ways.add(
          cached(
              "the same, with beans found out at each start",
              newer,
              "-XX:AOTCacheOutput=",
              "-XX:AOTCache=",
              "-Dspring.aot.enabled=false"));
    }
    double[][] seconds = new double[ways.size()][rounds];
    double[][] megabytes = new double[ways.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < ways.size(); i++) {
        try (Subject gateway = launch(ways.get(i), SMALL)) {
          seconds[i][round] = gateway.awaitReadiness() / 1e9;
          megabytes[i][round] = gateway.residentMegabytes();
        }
      }
    }
    for (int i = 0; i < ways.size(); i++) {
      say(ways.get(i).name() + ": ready after, s", median(seconds[i]));
      say(ways.get(i).name() + ": resident after start, MB", median(megabytes[i]));
    }
    underLoad(cached, load);
    return lines.toString();
  }

  /** A way whose JVM has kept, in a start before, what that had loaded. */
  private static Way cached(String name, String java, String keep, String use, String... flags)
      throws IOException {
    Path cache = Files.createTempDirectory(FOLDER, "cache").resolve("gatehouse");
    List<String> program = new ArrayList<>(List.of(flags));
    program.addAll(List.of("-jar", Bench.APP));
    train(java, keep + cache, program);
    program.add(0, use + cache);
    return new Way(name, java, program);
  }

  private void underLoad(Way way, Duration load) {
    try (Subject gateway = launch(way, SMALL)) {
      gateway.awaitReadiness();
      Load.Outcome outcome =
          Load.asFastAsAnswersCome(
              gateway.port(), CONNECTIONS, load, numbers, Requests.kompliant());
      say(
          "256 MB of heap under load for " + load.toSeconds() + " s: answered 200",
          outcome.answers().getOrDefault(200, 0L));
      say(
          "256 MB of heap under load: other answers",
          outcome.latencies().getTotalCount() - outcome.answers().getOrDefault(200, 0L));
      say("256 MB of heap: resident after load, MB", gateway.residentMegabytes());
    }
  }

  private static Subject launch(Way way, List<String> flags) {
    List<String> program = new ArrayList<>(flags);
    program.addAll(way.program());
    return Subject.launch("start-up", way.java(), program, Bench.settings(BUS));
  }

  /** A start as that from which the image has its cache. */
  private static void train(String java, String keep, List<String> program) throws IOException {
    Path javaHome = Path.of(java).toRealPath().getParent().getParent();
    ProcessBuilder training = Training.of(javaHome, keep, program);
    Path log = FOLDER.resolve("training.log");
    Process process = training.redirectOutput(log.toFile()).start();
    if (!ended(process) || process.exitValue() != 0) {
      process.destroy();
      throw new IllegalStateException("No cache was made:\n" + Files.readString(log));
    }
  }

  private static boolean ended(Process process) {
    try {
      return process.waitFor(2, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private void say(String name, double value) {
    String line = String.format(Locale.ROOT, "\"%s\",%.3f%n", name, value);
    System.out.print(line);
    lines.append(line);
  }
}
