package io.gatehouse.tools.simulation;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.tools.simulation.EventGenerator.SimulatedEvent;
import io.gatehouse.tools.simulation.Vendor.Scenario;
import io.gatehouse.tools.simulation.Vendor.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;

/** What to simulate, in order: events of vendors, or scenarios. */
public final class SimulationPlan {

  private static final Set<String> OFF = Set.of("false", "no", "off", "0");

  private final List<Item> items;
  private final int length;

  private record Item(EventGenerator generator, List<Step> steps) {}

  private SimulationPlan(List<Item> items, int length) {
    this.items = items;
    this.length = length;
  }

  /**
   * The selection.
   *
   * @param vendor null for all that are enabled
   * @param events none for all
   * @param scenario to run in place of single events; null for none
   * @param count how many events, or scenarios; 0 for each once
   * @param seed from which people and companies are generated
   * @param corrupt whether to corrupt bodies
   */
  public record Choice(
      String vendor, List<String> events, String scenario, int count, long seed, boolean corrupt) {}

  /**
   * Selects from the files of a folder.
   *
   * @throws BadSettingException if there is no such vendor, event or scenario, or a file or a
   *     setting is invalid
   */
  public static SimulationPlan of(Path folder, Environment settings, Choice choice) {
    List<Item> items =
        chosen(SimulationFile.in(folder), settings, choice).stream()
            .map(file -> file.vendor(settings))
            .flatMap(vendor -> items(vendor, choice))
            .toList();
    return new SimulationPlan(items, choice.count() == 0 ? items.size() : choice.count());
  }

  private static List<SimulationFile> chosen(
      List<SimulationFile> files, Environment settings, Choice choice) {
    List<SimulationFile> chosen =
        files.stream()
            .filter(
                file ->
                    choice.vendor() == null
                        ? isOn(file, settings)
                        : file.name().equals(choice.vendor()))
            .filter(
                file ->
                    choice.vendor() != null
                        || choice.scenario() == null
                        || file.scenarios().containsKey(choice.scenario()))
            .toList();
    if (chosen.isEmpty()) {
      throw nothing(files, choice);
    }
    return chosen;
  }

  private static BadSettingException nothing(List<SimulationFile> files, Choice choice) {
    if (choice.vendor() != null) {
      List<String> known = files.stream().map(SimulationFile::name).toList();
      return new BadSettingException(
          "There is no vendor '%s'; known are %s."
              .formatted(choice.vendor(), String.join(", ", known)));
    }
    return new BadSettingException(
        choice.scenario() == null
            ? "No vendor is switched on; set <vendor>.enabled=true for one."
            : "No vendor has a scenario '%s'; simulate --list shows them."
                .formatted(choice.scenario()));
  }

  private static boolean isOn(SimulationFile file, Environment settings) {
    String enabled = settings.getProperty(file.name() + ".enabled", "true").strip();
    return !OFF.contains(enabled.toLowerCase(Locale.ROOT));
  }

  private static Stream<Item> items(Vendor vendor, Choice choice) {
    EventGenerator generator = new EventGenerator(vendor, choice.seed(), choice.corrupt());
    if (choice.scenario() != null) {
      Scenario scenario = vendor.scenario(choice.scenario());
      return Stream.of(new Item(generator, scenario.events()));
    }
    Stream<String> events =
        choice.events().isEmpty()
            ? vendor.events().keySet().stream()
            : choice.events().stream().flatMap(word -> vendor.eventsNamed(word).stream());
    return events.map(event -> new Item(generator, List.of(new Step(event, Duration.ZERO))));
  }

  /** How many events will be sent, not counting repetitions. */
  int events() {
    return IntStream.range(0, length).map(i -> item(i).steps().size()).sum();
  }

  /** The scenarios, each generated when it is requested. */
  Iterator<List<SimulatedEvent>> scenarios() {
    return IntStream.range(0, length)
        .mapToObj(this::item)
        .map(item -> item.generator().generate(item.steps()))
        .iterator();
  }

  private Item item(int number) {
    return items.get(number % items.size());
  }
}
