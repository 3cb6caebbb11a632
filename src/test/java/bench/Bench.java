package bench;

import bench.Results.Row;
import io.gatehouse.gateway.GatewayProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Measures accepting: all subjects run and are warm, and are measured alternately, several times.
 */
final class Bench {

  static final List<String> HEAP = List.of("-Xms1g", "-Xmx1g");
  static final String OPTIONS = "@jvm.options";
  static final String APP = "target/bench/app/gatehouse-0.1.0.jar";
  private static final Path FOLDER = Path.of("target", "bench");
  private static final String ALL =
      "floor,broker,hand,kompliant,ondato-basic,ondato-jwt,kompar,argos,mixed";
  private static final int MOST_WRITTEN_AHEAD = 100_000;
  private static final int RING = Integer.getInteger("bench.ring", 1_000);

  static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("bench.warm-up", 120));

  private final AtomicLong numbers = new AtomicLong(System.currentTimeMillis() * 1_000_000);
  private final Results results = new Results();
  private final List<Contender> contenders = new ArrayList<>();

  private record Contender(Subject subject, LongFunction<byte[]> requests) {

    String name() {
      return subject.name();
    }
  }

  public static void main(String[] arguments) throws IOException {
    extract();
    Set<String> parts =
        Set.of(System.getProperty("bench.parts", "start,accept,end-to-end").split(","));
    if (parts.contains("start")) {
      StartUps starts = new StartUps(Integer.getInteger("bench.starts", 5));
      write("start.csv", starts.measure(Duration.ofSeconds(60)));
    }
    if (parts.contains("accept")) {
      new Bench()
          .accept(
              Integer.getInteger("bench.rounds", 5),
              Duration.ofSeconds(Integer.getInteger("bench.seconds", 6)),
              List.of(System.getProperty("bench.connections", "64,1,8,256").split(",")));
    }
    if (parts.contains("end-to-end")) {
      write(
          "end-to-end.csv",
          new EndToEnd()
              .measure(Integer.getInteger("bench.rate", 5_000), Duration.ofSeconds(60), 150_000));
    }
  }

  private static void write(String name, String text) throws IOException {
    Files.writeString(FOLDER.resolve(name), text);
  }

  /** The layout of a container image: Spring Boot's own tool extracts it from the jar. */
  private static void extract() throws IOException {
    Files.createDirectories(FOLDER);
    Process extraction =
        new ProcessBuilder(
                GatewayProcess.java(),
                "-Djarmode=tools",
                "-jar",
                "target/gatehouse-0.1.0.jar",
                "extract",
                "--force",
                "--destination",
                FOLDER.resolve("app").toString())
            .inheritIO()
            .start();
    if (extraction.onExit().join().exitValue() != 0) {
      throw new IllegalStateException(
          "target/gatehouse-0.1.0.jar cannot be extracted: package it first");
    }
  }

  private void accept(int rounds, Duration time, List<String> connections) throws IOException {
    Map<String, String> bus =
        Map.of(
            "gatehouse.broker.addresses",
            emptying().toString(),
            "gatehouse.broker.user",
            "bus",
            "gatehouse.broker.password",
            "bus");
    try {
      for (String name : System.getProperty("bench.only", ALL).split(",")) {
        contenders.add(contender(name, bus));
      }
      contenders.forEach(contender -> measure(contender, 64, WARM_UP));
      for (String count : connections) {
        for (int round = 1; round <= rounds; round++) {
          for (Contender contender : contenders) {
            results.add(measure(contender, Integer.parseInt(count), time));
          }
        }
      }
      results.write(FOLDER.resolve("accept.csv"));
      Plot.draw(results.medians(), FOLDER);
      System.out.println(results.table());
    } finally {
      contenders.forEach(contender -> contender.subject().close());
    }
  }

  private static Contender contender(String name, Map<String, String> bus) {
    return switch (name) {
      case "floor" -> new Contender(own(name, Floor.class, bus), Requests.kompliant());
      case "broker" -> new Contender(own(name, RawBroker.class, bus), null);
      case "hand" -> new Contender(own(name, Hand.class, bus), Requests.kompliant());
      default -> {
        Subject gateway = gateway(name, bus, HEAP);
        yield new Contender(gateway, requests(name, gateway.port()));
      }
    };
  }

  private static LongFunction<byte[]> requests(String name, int port) {
    return switch (name) {
      case "kompliant" -> Requests.kompliant();
      case "ondato-basic" -> Requests.ondato(Requests.basic("ondato", "bench-ondato-password"));
      case "ondato-jwt" -> Requests.ondato("Bearer " + Requests.ondatoToken(port));
      case "kompar" -> Requests.kompar();
      case "argos" -> Requests.argos();
      case "mixed" -> Requests.mixed();
      default -> throw new IllegalArgumentException("bench.only: " + name);
    };
  }

  private static Subject own(String name, Class<?> type, Map<String, String> settings) {
    List<String> program = new ArrayList<>(HEAP);
    program.addAll(List.of("-cp", Subject.classPath(), type.getName()));
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.put("management.endpoint.health.group.readiness.include", "readinessState");
    return ready(Subject.launch(name, GatewayProcess.java(), program, more));
  }

  /** The packaged gateway with all checks of all vendors on. */
  static Subject gateway(String name, Map<String, String> more, List<String> flags) {
    return ready(Subject.launch(name, GatewayProcess.java(), program(flags), settings(more)));
  }

  /** The same, with the existing data of this name. */
  static Subject gatewayAgain(String name, Map<String, String> more, List<String> flags) {
    return ready(Subject.launchAgain(name, GatewayProcess.java(), program(flags), settings(more)));
  }

  private static Subject ready(Subject subject) {
    subject.awaitReadiness();
    return subject;
  }

  private static List<String> program(List<String> flags) {
    List<String> program = new ArrayList<>(List.of(OPTIONS));
    program.addAll(flags);
    program.addAll(List.of("-jar", APP));
    return program;
  }

  /** What all vendors need, and more. */
  static Map<String, String> settings(Map<String, String> more) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("gatehouse.trusted-proxies", "127.0.0.0/8");
    settings.put("kompliant.partners", "rockoutpay");
    settings.put("ondato.basic.username", "ondato");
    settings.put("ondato.basic.password", "bench-ondato-password");
    settings.put("ondato.oauth2.client-id", "ondato");
    settings.put("ondato.oauth2.client-secret", "bench-ondato-client-secret");
    settings.put("kompar.token", "local-kompar-token");
    settings.put("kompar.key", "0123456789abcdef0123456789abcdef");
    settings.put("thekyb.key", "local-thekyb-key");
    settings.put("argos.key", "local-argos-key");
    settings.put("argos.encryption.enabled", "true");
    settings.put("argos.encryption.mode", "GCM");
    settings.put("argos.encryption.api-key", Requests.ARGOS_KEY);
    settings.put("gatehouse.http.most-in-flight", "512");
    settings.putAll(more);
    return settings;
  }

  /**
   * The shipped bus file without receiving systems, as it says itself, and with queues that forget:
   * what would be consumed elsewhere must not pile up here.
   */
  private static Path emptying() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line : Files.readAllLines(Path.of("routes/bus.properties"))) {
      if (!line.contains("deliver.") && !line.startsWith("divertConfigurations")) {
        text.append(line).append('\n');
      }
      if (RING > 0
          && line.startsWith("addressConfigurations.\"kyc.")
          && line.contains("queueConfigs")) {
        text.append(line.replaceFirst("\\.routingType=.*", ".ringSize=" + RING)).append('\n');
      }
    }
    Path file = FOLDER.resolve("bus.properties");
    return Files.writeString(file, text);
  }

  private Row measure(Contender contender, int connections, Duration time) {
    return contender.requests() == null
        ? sending(contender, connections, time)
        : accepting(contender, connections, time);
  }

  private static Row sending(Contender contender, int threads, Duration time) {
    Subject subject = contender.subject();
    double processor = subject.processorSeconds();
    double allocated = subject.allocated();
    String[] said = raw(subject, threads, time).split(" ");
    double events = Double.parseDouble(said[0]);
    return new Row(
        contender.name(),
        threads,
        events / Double.parseDouble(said[1]),
        Double.parseDouble(said[2]) / 1e3,
        Double.parseDouble(said[3]) / 1e3,
        Double.parseDouble(said[4]) / 1e3,
        Double.parseDouble(said[5]) / 1e3,
        (subject.processorSeconds() - processor) * 1e6 / events,
        (subject.allocated() - allocated) / events,
        0);
  }

  private Row accepting(Contender contender, int connections, Duration time) {
    int count = (int) Math.min(time.toSeconds() * 15_000, MOST_WRITTEN_AHEAD);
    LongFunction<byte[]> requests = Requests.writtenAhead(contender.requests(), numbers, count);
    Subject subject = contender.subject();
    double processor = subject.processorSeconds();
    double allocated = subject.allocated();
    double own = ownProcessorSeconds();
    Load.Outcome outcome =
        Load.asFastAsAnswersCome(subject.port(), connections, time, numbers, requests);
    if (!outcome.isClean()) {
      throw new IllegalStateException(
          contender.name() + " answered " + outcome.answers() + "\n" + subject.output());
    }
    double events = outcome.answers().get(200);
    return new Row(
        contender.name(),
        connections,
        outcome.rate(),
        outcome.micros(50),
        outcome.micros(99),
        outcome.micros(99.9),
        outcome.micros(100),
        (subject.processorSeconds() - processor) * 1e6 / events,
        (subject.allocated() - allocated) / events,
        (ownProcessorSeconds() - own) * 1e6 / events);
  }

  private static double ownProcessorSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  private static String raw(Subject subject, int threads, Duration time) {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(
                      URI.create(
                          "http://127.0.0.1:%d/send?threads=%d&seconds=%d"
                              .formatted(subject.port(), threads, time.toSeconds())))
                  .POST(HttpRequest.BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
