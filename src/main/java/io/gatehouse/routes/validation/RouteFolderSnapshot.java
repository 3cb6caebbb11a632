package io.gatehouse.routes.validation;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.FolderFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The content of the folder at one moment.
 *
 * @param kamelets the text of each file
 * @param routes the same, by folder
 * @param unread a sentence for each file that is not read
 */
public record RouteFolderSnapshot(
    Map<Path, String> kamelets,
    Map<RouteKind, Map<Path, String>> routes,
    List<RouteDiagnostic> unread) {

  /** Stands in for the text of an unreadable file; no YAML contains it. */
  private static final String UNREADABLE = "\u0000";

  /** A folder in which all files are read. */
  public RouteFolderSnapshot(Map<Path, String> kamelets, Map<RouteKind, Map<Path, String>> routes) {
    this(kamelets, routes, List.of());
  }

  /**
   * Reads the folder.
   *
   * @throws BadSettingException if it does not exist
   */
  public static RouteFolderSnapshot of(RouteProperties properties) {
    Map<RouteKind, Map<Path, String>> routes = new EnumMap<>(RouteKind.class);
    for (RouteKind kind : RouteKind.values()) {
      Path folder = properties.routes(kind);
      boolean read = kind.isNeeded() || Files.isDirectory(folder);
      routes.put(kind, read ? texts(properties, folder, RouteFile::isRoutes) : Map.of());
    }
    return new RouteFolderSnapshot(
        texts(properties, properties.kamelets(), RouteFile::isKamelet),
        routes,
        UnreadFiles.in(properties));
  }

  private static Map<Path, String> texts(
      RouteProperties properties, Path folder, Predicate<Path> wanted) {
    Map<Path, String> texts = new TreeMap<>();
    try (Stream<Path> paths = Files.list(folder)) {
      paths.filter(wanted).forEach(path -> texts.put(path, text(properties.directory(), path)));
    } catch (IOException e) {
      throw new BadSettingException(
          "%s cannot be read: set gatehouse.routes.directory to the folder that holds vendors/, downstream/ and kamelets/."
              .formatted(folder));
    }
    return texts;
  }

  /**
   * The text of a file of the folder; a pipe, a huge file or one outside the folder is not read.
   */
  private static String text(Path root, Path path) {
    try {
      return FolderFiles.isReadable(root, path) ? Files.readString(path) : UNREADABLE;
    } catch (IOException e) {
      return UNREADABLE;
    }
  }

  /** The text of each file. */
  public Map<Path, String> texts() {
    Map<Path, String> texts = new TreeMap<>(kamelets);
    routes.values().forEach(texts::putAll);
    return texts;
  }

  /** The same with the enabled route files only. */
  public RouteFolderSnapshot withOnly(BiPredicate<RouteKind, Path> isOn) {
    Map<RouteKind, Map<Path, String>> on = new EnumMap<>(RouteKind.class);
    routes.forEach(
        (kind, files) -> {
          Map<Path, String> kept = new TreeMap<>(files);
          kept.keySet().removeIf(path -> !isOn.test(kind, path));
          on.put(kind, kept);
        });
    return new RouteFolderSnapshot(kamelets, on, unread);
  }

  /** All files, parsed; a file that is not YAML becomes a problem. */
  public RouteSet parsed() {
    List<RouteDiagnostic> problems = new ArrayList<>();
    List<RouteFile> parsed = new ArrayList<>();
    kamelets.forEach((path, text) -> parse(path, text, parsed, problems));
    List<RouteSet.Use> uses = new ArrayList<>();
    routes.forEach(
        (kind, files) -> {
          List<RouteFile> ofKind = new ArrayList<>();
          files.forEach((path, text) -> parse(path, text, ofKind, problems));
          ofKind.forEach(file -> uses.add(new RouteSet.Use(kind, file)));
        });
    return new RouteSet(parsed, uses, problems);
  }

  private static void parse(
      Path path, String text, List<RouteFile> parsed, List<RouteDiagnostic> problems) {
    if (text.equals(UNREADABLE)) {
      problems.add(
          new RouteDiagnostic(
              path,
              0,
              "the file cannot be read: it must be a UTF-8 text file of this folder, of 1 MB at most, that the gateway's user may read."));
      return;
    }
    try {
      parsed.add(RouteFile.parse(path, text));
    } catch (BadRouteException e) {
      problems.add(e.problem());
    }
  }
}
