package io.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages in Markdown: their links lead somewhere, what they name exists, and the README stays
 * short.
 */
class DocumentationTest {

  private static final int LONGEST_README = 9 * 1024;
  private static final Set<String> OTHERS = Set.of("target", "node_modules", ".git", "data");
  private static final Pattern CODE_BLOCK =
      Pattern.compile("(?ms)^ *(?:(?:\\d+\\.|[-*]) +)?```.*?^ *```");
  private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");

  /** A class of ours as the pages name it, such as {@code web.WebhookServlet}. */
  private static final Pattern QUALIFIED_CLASS =
      Pattern.compile("`((?:[a-z]+\\.)*[a-z]+)\\.([A-Z][A-Za-z]+)`");

  private static final Pattern TEST = Pattern.compile("\\b[A-Z][A-Za-z]*Test\\b");

  private static final Path SOURCES = Path.of("src/main/java/io/gatehouse");

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    collect(Path.of(""), pages);
    return pages;
  }

  private static void collect(Path folder, List<Path> pages) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.sorted().toList()) {
        String name = entry.getFileName().toString();
        if (Files.isDirectory(entry) && !OTHERS.contains(name)) {
          collect(entry, pages);
        } else if (name.endsWith(".md")) {
          pages.add(entry);
        }
      }
    }
  }

  @Test
  void thePagesAreFound() throws IOException {
    assertThat(pages())
        .contains(Path.of("README.md"), Path.of("docs/operations.md"))
        .hasSizeGreaterThan(30);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsToAFileAndEveryAnchorToAHeading(Path page) throws IOException {
    assertThat(broken(page, Files.readString(page))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "[a](docs/nothing.md),       docs/nothing.md",
    "[a](#nothing),              #nothing",
    "[a](docs/design.md#nothing), docs/design.md#nothing",
    "[a](docs/design.md),        ''",
    "[a](docs/design.md#design), ''",
    "[a](https://example.org/b), ''",
    "`[a](docs/nothing.md)`,     ''",
  })
  void aLinkThatLeadsNowhereIsFound(String text, String broken) {
    assertThat(String.join(" ", broken(Path.of("README.md"), text))).isEqualTo(broken);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyClassIsThere(Path page) throws IOException {
    List<String> missing =
        QUALIFIED_CLASS
            .matcher(Files.readString(page))
            .results()
            .map(
                found ->
                    found.group(1).replaceFirst("^io\\.gatehouse\\.", "") + "." + found.group(2))
            .map(name -> name.replace('.', '/') + ".java")
            .filter(file -> !Files.exists(SOURCES.resolve(file)))
            .toList();

    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyTestThatIsNamedIsThere(Path page) throws IOException {
    assertThat(TEST.matcher(Files.readString(page)).results().map(MatchResult::group))
        .isSubsetOf(tests());
  }

  private static Set<String> tests() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      return files
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void theReadmeIsShort() throws IOException {
    assertThat(Files.size(Path.of("README.md"))).isLessThanOrEqualTo(LONGEST_README);
  }

  private static List<String> broken(Path page, String text) {
    String prose = CODE.matcher(CODE_BLOCK.matcher(text).replaceAll("")).replaceAll("code");
    return LINK.matcher(prose)
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.matches("[a-z]+:.*"))
        .filter(link -> !leadsSomewhere(page, text, link))
        .toList();
  }

  private static boolean leadsSomewhere(Path page, String text, String link) {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return hash < 0
        || anchors(file.isEmpty() ? text : read(target)).contains(link.substring(hash + 1));
  }

  /** The anchors that GitHub gives to headings. */
  private static Set<String> anchors(String text) {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    Matcher heading = HEADING.matcher(CODE_BLOCK.matcher(text).replaceAll(""));
    while (heading.find()) {
      String anchor =
          heading
              .group(1)
              .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N}_ -]", "")
              .replace(' ', '-');
      int before = seen.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    }
    return anchors;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
