package io.gatehouse.tools.simulation;

import io.gatehouse.tools.simulation.Vendor.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The body of one event of a vendor's simulation, before it is encrypted.
 *
 * @param path to which it is sent
 * @param event by the vendor's own word
 * @param json in UTF-8
 */
public record SimulatedBody(String path, String event, byte[] json) {

  /**
   * Replaces all Datafaker values and settings: in a file that is only inspected, Datafaker
   * expressions may run endlessly, and placeholders may name any secret.
   */
  public static final String MADE_UP = "1";

  /**
   * Each event of a vendor, once.
   *
   * @param folder of the simulation files
   * @throws io.gatehouse.settings.BadSettingException if there is no such vendor, or its file or a
   *     setting is invalid
   */
  public static List<SimulatedBody> of(Path folder, String vendor) {
    return SimulationFile.in(folder).stream()
        .filter(file -> file.name().equals(vendor))
        .map(file -> file.vendorSaying(MADE_UP))
        .flatMap(SimulatedBody::each)
        .toList();
  }

  private static Stream<SimulatedBody> each(Vendor vendor) {
    EventGenerator generator = EventGenerator.with(MADE_UP, vendor);
    return vendor.events().keySet().stream()
        .flatMap(event -> generator.generate(List.of(new Step(event, Duration.ZERO))).stream())
        .map(event -> new SimulatedBody(event.path(), event.event(), event.body()));
  }
}
