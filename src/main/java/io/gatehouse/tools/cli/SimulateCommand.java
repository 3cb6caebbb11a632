package io.gatehouse.tools.cli;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.CommandSettings;
import io.gatehouse.tools.simulation.SimulationFile;
import io.gatehouse.tools.simulation.SimulationPlan;
import io.gatehouse.tools.simulation.SimulationReport;
import io.gatehouse.tools.simulation.SimulationRun;
import io.gatehouse.tools.simulation.SimulationRun.ProgressListener;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.springframework.core.env.Environment;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Simulates vendors against a gateway. */
@Command(
    name = "simulate",
    description = {
      "Plays a vendor against a gateway: invented people and companies, in the vendor's own words,"
          + " with its credentials, its encryption and its patience.",
      ""
    },
    descriptionHeading = "%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every answer was as expected",
      "1:some answer was not",
      "2:the command, a setting or a file is not right"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  simulate --list                         what can be played",
      "  simulate kompar applications            one loan application",
      "  simulate ondato KybIdentification       each of its events about companies",
      "  simulate --all --count 100              a hundred events, vendors in turn",
      "  simulate argos --scenario late-reject   an older rejection after an approval",
      "  simulate --all --scenario onboarding    people from beginning to end",
      "  simulate thekyb --duplicate             each event twice, which must be one",
      "  simulate --all --corrupt                what must end in quarantine",
      "  simulate --all --count 600 --rate 10    a minute of ten events a second",
      "  simulate kompar --faster 100            with the gateway stopped: retries",
      "",
      "What a vendor says stands in routes/simulations/<vendor>.yaml. Secrets come",
      "from the settings that the gateway has: those of the profile \"local\", then",
      "environment variables such as KOMPAR_TOKEN, then the file of --settings. The",
      "vendor's address goes as X-Forwarded-For, which a gateway believes from a",
      "trusted proxy only; in \"local\" that is this machine."
    },
    sortOptions = false,
    usageHelpAutoWidth = true,
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {

  private static final int NOT_AS_EXPECTED = 1;
  private static final int NOT_UNDERSTOOD = 2;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "VENDOR",
      description = "name of a file in routes/simulations/")
  private String vendor;

  @Parameters(
      index = "1..*",
      paramLabel = "EVENT",
      description = "the vendor's words, or how they begin up to a dot; none: all of them")
  private List<String> events = List.of();

  @Option(names = "--all", description = "every vendor that is switched on")
  private boolean all;

  @Option(names = "--list", description = "shows vendors, their events and scenarios")
  private boolean list;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = "several events about one subject, in place of single ones")
  private String scenario;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "how many events, or scenarios, in turn (default: each once)")
  private int count;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "events a second at most (default: as many as go)")
  private double rate;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "requests under way at once (default: ${DEFAULT-VALUE})")
  private int connections = 8;

  @ArgGroup private Variant variant = new Variant();

  private static final class Variant {

    @Option(names = "--duplicate", description = "sends each event again, and expects the same id")
    private boolean duplicate;

    @Option(
        names = "--corrupt",
        description = "sends what nobody can read, and expects \"quarantined\"")
    private boolean corrupt;
  }

  @Option(
      names = "--faster",
      paramLabel = "FACTOR",
      description = "divides the vendors' pauses before retries")
  private double faster = 1;

  @Option(names = "--no-retry", description = "takes the first answer, or none, as the last")
  private boolean noRetry;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "the same people, companies and ids as with this number before")
  private Long seed;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "where the gateway is (default: ${DEFAULT-VALUE})")
  private URI url = URI.create("http://localhost:8080");

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description = "settings that go over all others, .properties or .yaml")
  private Path settingsFile;

  @Override
  public Integer call() {
    try {
      check();
      Environment settings = CommandSettings.read("local", settingsFile);
      Path folder =
          Path.of(settings.getProperty("gatehouse.routes.directory", "routes"), "simulations");
      if (list) {
        printList(SimulationFile.in(folder), spec.commandLine().getOut());
        return 0;
      }
      return play(folder, settings) ? 0 : NOT_AS_EXPECTED;
    } catch (BadSettingException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return NOT_UNDERSTOOD;
    }
  }

  private static void printList(List<SimulationFile> files, PrintWriter out) {
    for (SimulationFile file : files) {
      out.println(file.name());
      printList("events", file.events(), out);
      printList("scenarios", file.scenarios(), out);
    }
    out.flush();
  }

  private static void printList(String title, Map<String, String> words, PrintWriter out) {
    out.println("  " + title);
    int widest = words.keySet().stream().mapToInt(String::length).max().orElse(0);
    words.forEach(
        (word, meaning) -> {
          String gap = " ".repeat(widest - word.length() + 2);
          out.println("    " + (word + gap + meaning).stripTrailing());
        });
  }

  private void check() {
    require(
        list || all != (vendor != null),
        "Name a vendor, or --all; simulate --list shows what there is, simulate --help how.");
    require(
        scenario == null || events.isEmpty(),
        "A scenario has its own events: leave out %s, or --scenario.".formatted(events));
    require(
        count >= 0 && rate >= 0 && faster > 0 && connections > 0,
        "--count and --rate must not be negative, --faster and --connections must be above 0.");
    require(
        url.getHost() != null && List.of("http", "https").contains(String.valueOf(url.getScheme())),
        "--url must be like http://localhost:8080.");
  }

  private static void require(boolean right, String sentence) {
    if (!right) {
      throw new BadSettingException(sentence);
    }
  }

  private boolean play(Path folder, Environment settings) {
    long chosenSeed = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
    SimulationPlan plan =
        SimulationPlan.of(
            folder,
            settings,
            new SimulationPlan.Choice(
                vendor, events, scenario, count, chosenSeed, variant.corrupt));
    SimulationRun.Options options =
        new SimulationRun.Options(
            url.toString(),
            rate,
            faster,
            connections,
            !noRetry,
            variant.duplicate,
            variant.corrupt ? "quarantined" : "accepted");
    SimulationReport report = perform(plan, options);
    PrintWriter out = spec.commandLine().getOut();
    report.lines().forEach(out::println);
    out.printf("%-12s%d%n", "seed", chosenSeed);
    new TimeHints(folder.resolveSibling(".")).lines(vendor).forEach(out::println);
    out.flush();
    return report.isGood();
  }

  private SimulationReport perform(SimulationPlan plan, SimulationRun.Options options) {
    boolean watched = System.console() != null;
    try (ProgressLine line =
        ProgressLine.of(watched, options.length(plan), spec.commandLine().getErr())) {
      return new SimulationRun(options, line).play(plan);
    }
  }

  /** A progress bar on a terminal, and messages as lines elsewhere. */
  private static final class ProgressLine implements ProgressListener, AutoCloseable {

    private final PrintWriter output;
    private final ProgressBar bar;

    private ProgressLine(PrintWriter output, ProgressBar bar) {
      this.output = output;
      this.bar = bar;
    }

    /**
     * @param watched whether the output is a terminal
     */
    static ProgressLine of(boolean watched, int length, PrintWriter output) {
      return new ProgressLine(
          output,
          watched
              ? new ProgressBarBuilder()
                  .setTaskName("simulate")
                  .setInitialMax(length)
                  .setStyle(ProgressBarStyle.ASCII)
                  .setUpdateIntervalMillis(100)
                  .showSpeed()
                  .build()
              : null);
    }

    @Override
    public void done() {
      if (bar != null) {
        bar.step();
      }
    }

    @Override
    public synchronized void report(String sentence) {
      output.println(sentence);
      output.flush();
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }
}
