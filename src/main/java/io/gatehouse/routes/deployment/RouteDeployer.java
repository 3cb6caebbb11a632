package io.gatehouse.routes.deployment;

import io.gatehouse.routes.validation.BadRouteException;
import io.gatehouse.routes.validation.Kamelets;
import io.gatehouse.routes.validation.RouteDiagnostic;
import io.gatehouse.routes.validation.RouteFile;
import io.gatehouse.routes.validation.RouteKind;
import io.gatehouse.routes.validation.RouteSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deploys sets of route files: holds the revisions in use, and replaces them by those of another
 * set.
 */
final class RouteDeployer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RouteDeployer.class);

  private final RouteRevisions revisions;
  private final Map<Path, RouteRevision> open = new TreeMap<>();
  private List<RouteFile> kamelets = List.of();

  RouteDeployer(CamelContext context) {
    this.revisions = new RouteRevisions(context);
  }

  /** The files in the form in which they are served. */
  RouteSet set() {
    return new RouteSet(
        kamelets, open.values().stream().map(RouteRevision::use).toList(), List.of());
  }

  /**
   * Takes the first set, for the context to start with.
   *
   * @throws RoutesNotServedException if Camel cannot create a route of a file
   */
  void begin(RouteSet set) {
    kamelets = set.kamelets();
    revisions.take(kamelets);
    for (RouteSet.Use use : set.uses()) {
      RouteRevision revision = new RouteRevision(use, new Kamelets(kamelets), true);
      try {
        revisions.add(revision);
      } catch (Exception e) {
        throw new RoutesNotServedException(use.file(), e);
      }
      open.put(use.file().path(), revision);
    }
  }

  /**
   * Serves another set, which has passed validation.
   *
   * @return what could not be started nevertheless; its files are served as before
   */
  List<RouteDiagnostic> change(RouteSet target) {
    List<RouteDiagnostic> problems = new ArrayList<>();
    if (!RouteSet.texts(target.kamelets()).equals(RouteSet.texts(kamelets))) {
      try {
        revisions.take(target.kamelets());
      } catch (BadRouteException e) {
        return List.of(e.problem());
      }
      kamelets = target.kamelets();
    }
    List<RouteRevision> gone =
        open.values().stream().filter(e -> target.at(e.use().file().path()).isEmpty()).toList();
    gone.forEach(revision -> open.remove(revision.use().file().path()));
    // What has moved to another file consumes the same queue: one must end before the other starts.
    for (RouteRevision revision : gone) {
      if (revision.use().kind() != RouteKind.VENDOR) {
        change(() -> end(revision), revision.use().file().path(), problems);
      }
    }
    Kamelets now = new Kamelets(kamelets);
    target.uses().stream()
        .sorted(Comparator.comparing(RouteSet.Use::kind))
        .filter(use -> !isOpen(use, now))
        .forEach(
            use ->
                change(
                    () -> replace(new RouteRevision(use, now, false)),
                    use.file().path(),
                    problems));
    gone.stream().filter(e -> e.use().kind() == RouteKind.VENDOR).forEach(revisions::retire);
    gone.forEach(revision -> LOG.info("{} is not served any more", revision.use().file().path()));
    return problems;
  }

  private boolean isOpen(RouteSet.Use use, Kamelets now) {
    RouteRevision revision = open.get(use.file().path());
    return revision != null && revision.isOf(use, now);
  }

  private void end(RouteRevision revision) throws Exception {
    revisions.stop(revision);
    revisions.remove(revision);
  }

  private void replace(RouteRevision revision) throws Exception {
    Path path = revision.use().file().path();
    RouteRevision before = open.get(path);
    if (before == null || revision.use().kind() == RouteKind.VENDOR) {
      // From here on the newer revision takes the new requests.
      revisions.add(revision);
      open.put(path, revision);
      if (before != null) {
        revisions.retire(before);
      }
    } else {
      revisions.stop(before);
      try {
        revisions.add(revision);
      } catch (Exception e) {
        revisions.start(before);
        throw e;
      }
      open.put(path, revision);
      revisions.remove(before);
    }
    LOG.info("{} is served as it is now", path);
  }

  private interface Step {
    void take() throws Exception;
  }

  private static void change(Step step, Path file, List<RouteDiagnostic> problems) {
    try {
      step.take();
    } catch (Exception e) {
      problems.add(
          new RouteDiagnostic(
              file,
              0,
              "it passed the trial, but not the start: " + RouteDiagnostic.sentence(e) + "."));
    }
  }

  @Override
  public void close() {
    revisions.close();
  }
}
