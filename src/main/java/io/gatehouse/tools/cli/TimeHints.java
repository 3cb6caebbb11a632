package io.gatehouse.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.gatehouse.events.EventTime;
import io.gatehouse.events.SampleReader;
import io.gatehouse.routes.validation.JqSamples;
import io.gatehouse.routes.validation.RouteKind;
import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.FolderFiles;
import io.gatehouse.tools.simulation.SimulatedBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds expressions for the time of an event in a vendor's route file that pick what the gateway
 * cannot read, by applying them to the events of the vendor's simulation. Such an event is
 * published without a time.
 */
final class TimeHints {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final String ENDING = ".camel.yaml";

  private final Path routes;

  /**
   * Prepares the check of a folder of route files.
   *
   * @param routes with vendors/ and simulations/
   */
  TimeHints(Path routes) {
    this.routes = routes;
  }

  /** A publish step with a time, and the events that reach it. */
  private record TimedRoute(String path, boolean anyCase, String time) {}

  /**
   * A line for each route file whose events have a time that cannot be read, as far as simulations
   * show.
   *
   * @param vendor null for all that have a simulation
   */
  List<String> lines(String vendor) {
    try (Stream<Path> files = Files.list(routes.resolve("simulations"));
        JqSamples samples = new JqSamples()) {
      return files
          .map(file -> file.getFileName().toString().replace(".yaml", ""))
          .filter(name -> vendor == null || vendor.equals(name))
          .filter(name -> Files.isReadable(fileOf(name)))
          .sorted()
          .flatMap(name -> hint(name, samples).stream())
          .toList();
    } catch (IOException e) {
      // Without simulations there is nothing to check.
      return List.of();
    }
  }

  private Path fileOf(String vendor) {
    return routes.resolve("vendors").resolve(vendor + ENDING);
  }

  private Optional<String> hint(String vendor, JqSamples samples) {
    Path file = fileOf(vendor);
    try {
      if (!FolderFiles.isReadable(routes, file)) {
        return Optional.empty();
      }
      String text = Files.readString(file);
      List<TimedRoute> timed = timedRoutes(YAML.readTree(text));
      return timed.isEmpty()
          ? Optional.empty()
          : SimulatedBody.of(routes.resolve("simulations"), vendor).stream()
              .flatMap(body -> unreadable(body, timed, samples))
              .findFirst()
              .map(hint -> "%s:%d: %s".formatted(file, lineOfTime(text), hint));
    } catch (BadSettingException e) {
      // The simulate command reports why not: the cause may quote the value of a setting.
      return Optional.of(
          "%s: hint: its times were not looked at, for its simulation cannot be played; ./gatehouse simulate %s says why."
              .formatted(file, vendor));
    } catch (IOException e) {
      // Other checks report a file that is not YAML.
      return Optional.empty();
    }
  }

  private static Stream<String> unreadable(
      SimulatedBody body, List<TimedRoute> timed, JqSamples samples) {
    return timed.stream()
        .filter(route -> route.path().equals(body.path()))
        .filter(
            route -> {
              JsonNode event = SampleReader.read(body.json(), route.anyCase());
              JsonNode picked = samples.value(route.time(), event).orElse(null);
              return EventTime.of(picked) instanceof EventTime.Unreadable
                  && !picked.asText().equals(SimulatedBody.MADE_UP);
            })
        .map(
            route ->
                "hint: what time picks of the simulated event '%s' is no time that can be read; pick another, or make text such as 2026-01-31T12:00:00Z or Unix seconds of it."
                    .formatted(body.event()));
  }

  /** In a route with several publish steps, it is not known which one an event reaches. */
  private static List<TimedRoute> timedRoutes(JsonNode file) {
    return Stream.iterate(0, i -> i < file.size(), i -> i + 1)
        .map(i -> file.get(i).path("route").path("from"))
        .flatMap(from -> timedRoute(from).stream())
        .toList();
  }

  private static Optional<TimedRoute> timedRoute(JsonNode from) {
    List<JsonNode> published = steps(from, "kamelet:publish");
    String time = published.size() == 1 ? published.get(0).at("/parameters/time").asText("") : "";
    boolean anyCase =
        steps(from, "kamelet:read-json").stream()
            .anyMatch(step -> step.at("/parameters/names").asText().equals("any-case"));
    String path = RouteKind.start(from).replace(RouteKind.WEB + ":", "");
    return time.isEmpty() || time.contains("{{")
        ? Optional.empty()
        : Optional.of(new TimedRoute(path, anyCase, time));
  }

  private static List<JsonNode> steps(JsonNode from, String kamelet) {
    return from.findParents("uri").stream()
        .filter(step -> step.path("uri").asText().equals(kamelet))
        .toList();
  }

  private static int lineOfTime(String text) {
    List<String> lines = text.lines().toList();
    return (int) lines.stream().takeWhile(line -> !line.strip().startsWith("time:")).count() + 1;
  }
}
