package io.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/design.md} shows the code as it is. */
class DesignPageTest {

  private static final Path PAGE = Path.of("docs/design.md");
  private static final String ROOT = "io.gatehouse.";
  private static final int MOST_CLASSES = 12;

  private static String page() throws IOException {
    return Files.readString(PAGE);
  }

  private static String section(String heading) throws IOException {
    String page = page();
    int start = page.indexOf("\n## " + heading + "\n");
    assertThat(start).as("## %s", heading).isNotNegative();
    int end = page.indexOf("\n## ", start + 1);
    return end < 0 ? page.substring(start) : page.substring(start, end);
  }

  @Test
  void thePictureShowsThePackagesAndTheirDependencies() throws IOException {
    List<String> right = arrows(withoutShortcuts(dependencies()));

    List<String> shown =
        section("Packages").lines().map(String::strip).filter(l -> l.contains("-->")).toList();

    assertThat(shown)
        .as("The arrows in %s; those of the code are%n%s%n", PAGE, String.join("\n", right))
        .isEqualTo(right);
  }

  @Test
  void thePictureNamesEveryPackage() throws IOException {
    String picture = section("Packages");

    assertThat(dependencies().keySet())
        .allSatisfy(name -> assertThat(picture).containsPattern("\\b" + id(name) + "\\b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"An event's way in", "An event's way out"})
  void theWayOfAnEventIsShort(String way) throws IOException {
    assertThat(section(way).lines().filter(line -> line.matches("\\d+\\. .*")))
        .hasSizeBetween(2, MOST_CLASSES)
        .allSatisfy(line -> assertThat(line).matches("\\d+\\. \\[`\\w+`]\\(\\S+/\\w+\\.java\\).*"));
  }

  @Test
  void everyRuleThatASourceCitesIsOnThePage() throws IOException {
    Set<String> cited = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src")).filter(Files::isRegularFile)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Pattern.compile("\\b[Rr]ule ([1-9])\\b")
            .matcher(Files.readString(file))
            .results()
            .forEach(found -> cited.add(found.group(1)));
      }
    }

    String rules = section("Seven rules");
    assertThat(cited).isNotEmpty();
    assertThat(cited).allSatisfy(number -> assertThat(rules).contains("\n" + number + ". **"));
  }

  /** The packages below {@code io.gatehouse}, and those that each uses. */
  private static Map<String, Set<String>> dependencies() {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (JavaClass type : ArchitectureTest.GATEHOUSE) {
      if (type.getPackageName().startsWith(ROOT)) {
        Set<String> used = uses.computeIfAbsent(name(type), first -> new TreeSet<>());
        type.getDirectDependenciesFromSelf().stream()
            .map(Dependency::getTargetClass)
            .map(JavaClass::getBaseComponentType)
            .filter(target -> target.getPackageName().startsWith(ROOT))
            .map(DesignPageTest::name)
            .filter(target -> !target.equals(name(type)))
            .forEach(used::add);
      }
    }
    return uses;
  }

  private static String name(JavaClass type) {
    return type.getPackageName().substring(ROOT.length());
  }

  /** Leaves out what is reached over another package. */
  private static Map<String, Set<String>> withoutShortcuts(Map<String, Set<String>> uses) {
    Map<String, Set<String>> direct = new TreeMap<>();
    uses.forEach(
        (name, used) ->
            direct.put(
                name,
                used.stream()
                    .filter(
                        target ->
                            used.stream()
                                .filter(other -> !other.equals(target))
                                .noneMatch(other -> reaches(other, target, uses)))
                    .collect(Collectors.toCollection(TreeSet::new))));
    return direct;
  }

  private static boolean reaches(String from, String to, Map<String, Set<String>> uses) {
    return uses.get(from).stream().anyMatch(next -> next.equals(to) || reaches(next, to, uses));
  }

  private static List<String> arrows(Map<String, Set<String>> uses) {
    return uses.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(
            entry ->
                "%s --> %s"
                    .formatted(
                        id(entry.getKey()),
                        entry.getValue().stream()
                            .map(DesignPageTest::id)
                            .collect(Collectors.joining(" & "))))
        .toList();
  }

  /** What a node of Mermaid may be called. */
  private static String id(String name) {
    return name.replace('.', '_');
  }
}
