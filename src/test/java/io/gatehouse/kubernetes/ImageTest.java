package io.gatehouse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.gatehouse.Gatehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The two ways to build an image, compared with each other and with the pods. */
class ImageTest {

  private static final String JAR = "target/gatehouse-%s.jar";

  /** An instruction of the Dockerfile: its word, and what follows. */
  private record Step(String word, String rest) {

    List<String> json() throws IOException {
      return List.of(
          new ObjectMapper().readValue(rest.substring(rest.indexOf('[')), String[].class));
    }
  }

  private static List<Step> steps() throws IOException {
    List<Step> steps = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("Dockerfile"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split(" ", 2);
        steps.add(new Step(parts[0], parts[1]));
      }
    }
    return steps;
  }

  private static List<Step> lastStage() throws IOException {
    List<Step> steps = steps();
    List<Step> froms = steps.stream().filter(is("FROM")).toList();
    return steps.subList(steps.lastIndexOf(froms.get(froms.size() - 1)), steps.size());
  }

  private static Predicate<Step> is(String word) {
    return step -> step.word().equals(word);
  }

  private static Step last(String word) throws IOException {
    return lastStage().stream()
        .filter(is(word))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("no " + word));
  }

  @Test
  void everyInstructionIsOneThatDockerKnowsAndNamesItsProgram() throws IOException {
    assertThat(steps())
        .extracting(Step::word)
        .isSubsetOf("FROM", "WORKDIR", "COPY", "RUN", "USER", "EXPOSE", "ENTRYPOINT");
    for (Step step : steps()) {
      if (Stream.of("RUN", "ENTRYPOINT").anyMatch(step.word()::equals)) {
        assertThat(step.json().get(0)).isIn("java", "/train");
      }
    }
  }

  @Test
  void theJarIsTheOneThatTheBuildMakesAndReachesTheBuilder() throws Exception {
    String jar = JAR.formatted(project("version"));

    assertThat(steps().stream().filter(is("COPY")).findFirst().orElseThrow().rest())
        .startsWith(jar + " ");
    assertThat(Files.readAllLines(Path.of(".dockerignore")))
        .containsExactly("*", "!target/gatehouse-*.jar", "!routes", "!jvm.options", "!train");
  }

  @Test
  void everyLayerOfTheJarIsALayerOfTheImageAndWhatChangesSeldomComesFirst() throws IOException {
    assertThat(lastStage().stream().filter(is("COPY")).map(Step::rest))
        .containsExactly(
            "--from=layers /layers/extracted/dependencies/ ./",
            "--from=layers /layers/extracted/spring-boot-loader/ ./",
            "--from=layers /layers/extracted/snapshot-dependencies/ ./",
            "--from=layers /layers/extracted/application/ ./",
            "routes/ routes/",
            "jvm.options ./");
  }

  @Test
  void theProgramStartsWithTheCacheThatTheBuildMade() throws IOException {
    Step training = last("RUN");

    assertThat(training.rest()).contains("--mount=type=bind,source=train,target=/train ");
    assertThat(training.json())
        .containsExactly("/train", "-XX:AOTCacheOutput=gatehouse.aot", "-jar", "gatehouse.jar");
    assertThat(last("ENTRYPOINT").json())
        .containsExactly(
            "java",
            "@jvm.options",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:AOTCache=gatehouse.aot",
            "-jar",
            "gatehouse.jar");
  }

  @Test
  void theUserIsThatOfThePods() throws Exception {
    PodSecurityContext pod =
        Overlay.of("prod").pod("gatehouse-gateway").getSpec().getSecurityContext();
    String user = pod.getRunAsUser() + ":" + pod.getRunAsGroup();

    assertThat(last("USER").rest()).isEqualTo(user);
    assertThat(jib("user")).containsExactly(user);
  }

  @Test
  void jibMakesWhatTheDockerfileMakes() throws Exception {
    assertThat(jib("image")).contains(last("FROM").rest());
    assertThat(jib("workingDirectory")).containsExactly(last("WORKDIR").rest());
    assertThat(jib("port")).containsExactly(last("EXPOSE").rest().split(" "));
    assertThat(last("ENTRYPOINT").json()).containsAll(jib("jvmFlag"));
    assertThat(jib("into"))
        .containsExactly(last("WORKDIR").rest() + "/routes", last("WORKDIR").rest());
    assertThat(jib("includes")).containsExactly("jvm.options");
    assertThat(jib("mainClass")).containsExactly(Gatehouse.class.getName());
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void podsLookForFilesWhereTheImageHasThem(String overlay) throws IOException {
    assertThat(SettingsTest.settings(overlay, "gatehouse-gateway"))
        .containsEntry("GATEHOUSE_ROUTES_DIRECTORY", last("WORKDIR").rest() + "/routes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void podsRunTheVersionOfTheBuild(String overlay) throws Exception {
    assertThat(
            Overlay.of(overlay)
                .pod("gatehouse-gateway")
                .getSpec()
                .getContainers()
                .get(0)
                .getImage())
        .endsWith("gatehouse:" + project("version"));
  }

  private static String project(String element) throws Exception {
    return texts(pom(), element).get(0);
  }

  private static List<String> jib(String element) throws Exception {
    NodeList plugins = pom().getElementsByTagName("plugin");
    for (int i = 0; i < plugins.getLength(); i++) {
      Element plugin = (Element) plugins.item(i);
      if (texts(plugin, "artifactId").contains("jib-maven-plugin")) {
        return texts(plugin, element);
      }
    }
    throw new AssertionError("no jib-maven-plugin in pom.xml");
  }

  private static Element pom() throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse("pom.xml")
        .getDocumentElement();
  }

  private static List<String> texts(Element parent, String element) {
    NodeList nodes = parent.getElementsByTagName(element);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent().strip());
    }
    return texts;
  }
}
