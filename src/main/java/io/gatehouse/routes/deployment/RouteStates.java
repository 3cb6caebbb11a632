package io.gatehouse.routes.deployment;

import io.gatehouse.routes.validation.RouteDiagnostic;
import io.gatehouse.routes.validation.RouteFolderSnapshot;
import io.gatehouse.routes.validation.RouteSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The state of each file of the folder; a problem is logged when it is new. */
@Component
class RouteStates {

  private static final Logger LOG = LoggerFactory.getLogger(RouteStates.class);

  private volatile List<State> states = List.of();
  private volatile List<RouteDiagnostic> problems = List.of();
  private volatile List<RouteDiagnostic> unread = List.of();

  /** The state of a file. */
  enum Word {
    /** It is served, or used, as it is on disk. */
    SERVED,
    /** It is switched off. */
    OFF,
    /** It is not served as it is on disk; an earlier version may be. */
    REFUSED,
    /** Nothing reads it, because of its place or its name. */
    UNREAD
  }

  /**
   * A file and its state.
   *
   * @param problem null if there is none
   * @param earlier whether an earlier version is served
   */
  record State(Path file, Word word, RouteDiagnostic problem, boolean earlier) {}

  /**
   * Updates the states.
   *
   * @param disk the folder's content
   * @param served what is served
   * @param now the current problems
   */
  void update(RouteFolderSnapshot disk, RouteSet served, List<RouteDiagnostic> now) {
    log(now);
    logUnread(disk.unread());
    problems = List.copyOf(now);
    Map<Path, String> texts = new TreeMap<>(served.texts());
    texts.putAll(RouteSet.texts(served.kamelets()));
    List<State> all = new ArrayList<>();
    disk.texts().forEach((path, text) -> all.add(state(path, text, texts.get(path))));
    problems.stream()
        .filter(problem -> !disk.texts().containsKey(problem.file()))
        .forEach(
            problem ->
                all.add(
                    new State(
                        problem.file(), Word.REFUSED, problem, texts.containsKey(problem.file()))));
    disk.unread()
        .forEach(problem -> all.add(new State(problem.file(), Word.UNREAD, problem, false)));
    all.sort(Comparator.comparing(State::file));
    states = List.copyOf(all);
  }

  private State state(Path path, String text, String served) {
    RouteDiagnostic problem =
        problems.stream().filter(one -> one.file().equals(path)).findFirst().orElse(null);
    if (problem == null && served == null) {
      return new State(path, Word.OFF, null, false);
    }
    boolean same = text.equals(served);
    return problem == null && same
        ? new State(path, Word.SERVED, null, false)
        : new State(path, Word.REFUSED, problem, served != null);
  }

  private void log(List<RouteDiagnostic> now) {
    now.stream()
        .filter(problem -> !problems.contains(problem))
        .forEach(problem -> LOG.warn("Not served: {}", problem.text()));
    problems.stream()
        .map(RouteDiagnostic::file)
        .distinct()
        .filter(file -> now.stream().noneMatch(problem -> problem.file().equals(file)))
        .forEach(file -> LOG.info("{} is mended", file));
  }

  private void logUnread(List<RouteDiagnostic> now) {
    now.stream()
        .filter(problem -> !unread.contains(problem))
        .forEach(problem -> LOG.warn("{}", problem.text()));
    unread = List.copyOf(now);
  }

  List<State> states() {
    return states;
  }

  List<RouteDiagnostic> problems() {
    return problems;
  }
}
