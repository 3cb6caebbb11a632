package io.gatehouse.routes.validation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds files that look as if they were served, but are not read. */
final class UnreadFiles {

  /** What editors, tools and Kubernetes keep beside the files, and documentation. */
  private static final Pattern PASSED_OVER =
      Pattern.compile(
          "\\..*|.*~|#.*#|(?i:.*\\.(?:swp|swo|tmp|bak|orig|rej|md|txt|adoc|svg|png)|kustomization\\.ya?ml|readme.*|licen[cs]e.*)");

  private static final Pattern LIKE_A_ROUTE =
      Pattern.compile("(?i).*\\.(?:java|kt|groovy|xml|(?:camel|kamelet)\\.(?:ya?ml|json))");

  private static final Set<String> FOLDERS =
      Set.of("vendors", "downstream", "registration", "kamelets", "simulations", "reconciliation");

  private UnreadFiles() {}

  /** A sentence for each file that is not read, by file. */
  static List<RouteDiagnostic> in(RouteProperties properties) {
    List<RouteDiagnostic> unread = new ArrayList<>();
    for (RouteKind kind : RouteKind.values()) {
      look(properties.routes(kind), RouteFile::isRoutes, ".camel.yaml", unread);
    }
    look(properties.kamelets(), RouteFile::isKamelet, ".kamelet.yaml", unread);
    for (Path path : list(properties.directory())) {
      if (Files.isDirectory(path) && !FOLDERS.contains(name(path))) {
        lookElsewhere(path, unread);
      } else if (LIKE_A_ROUTE.matcher(name(path)).matches()) {
        unread.add(elsewhere(path));
      }
    }
    unread.sort(Comparator.comparing(RouteDiagnostic::file));
    return unread;
  }

  private static void look(
      Path folder, Predicate<Path> isRead, String ending, List<RouteDiagnostic> unread) {
    for (Path path : list(folder)) {
      if (Files.isDirectory(path)) {
        lookElsewhere(path, unread);
      } else if (!isRead.test(path)) {
        unread.add(new RouteDiagnostic(path, 0, sentence(path, ending)));
      }
    }
  }

  private static void lookElsewhere(Path folder, List<RouteDiagnostic> unread) {
    list(folder).stream()
        .filter(path -> LIKE_A_ROUTE.matcher(name(path)).matches())
        .forEach(path -> unread.add(elsewhere(path)));
  }

  private static RouteDiagnostic elsewhere(Path path) {
    return new RouteDiagnostic(
        path,
        0,
        "nobody reads this file here; put route files into vendors/, downstream/ or registration/, and kamelets into kamelets/.");
  }

  private static String sentence(Path path, String ending) {
    String name = name(path);
    if (RouteFile.isRoutes(path) || RouteFile.isKamelet(path)) {
      return elsewhere(path).sentence();
    }
    String base = name.replaceFirst("(?i)(?:[.-]?k?amelet)?(?:\\.camel)?\\.[^.]*$", "");
    String what =
        name.toLowerCase(java.util.Locale.ROOT).matches(".*\\.ya?ml")
            ? "rename it to %s%s".formatted(base.isEmpty() ? "<name>" : base, ending)
            : "write it as YAML into %s%s".formatted(base.isEmpty() ? "<name>" : base, ending);
    return "nobody reads this file: files here are named <name>%s; %s, or take it away."
        .formatted(ending, what);
  }

  private static List<Path> list(Path folder) {
    // Nobody expects an unreadable folder to be served, such as lost+found on a volume.
    if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.filter(path -> !PASSED_OVER.matcher(name(path)).matches()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }
}
