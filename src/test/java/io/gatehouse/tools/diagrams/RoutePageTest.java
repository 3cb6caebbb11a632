package io.gatehouse.tools.diagrams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.settings.BadSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

/** The page that shows the routes matches the files. */
class RoutePageTest {

  private static final Path ROUTES = Path.of("routes");

  @TempDir private Path folder;

  private String page(String name) {
    return pages().get(name);
  }

  private Map<String, String> pages() {
    return RoutePage.ofNames(RouteFolder.read(folder), "routes.md");
  }

  private void copyRoutes() throws IOException {
    FileSystemUtils.copyRecursively(ROUTES, folder);
  }

  private void edit(String file, String old, String changed) throws IOException {
    String text = Files.readString(folder.resolve(file));
    assertThat(text).contains(old);
    Files.writeString(folder.resolve(file), text.replace(old, changed));
  }

  @Test
  void theCommittedPagesAreWhatTheFilesGive() throws IOException {
    RouteFolder routes = RouteFolder.read(ROUTES);
    Map<String, String> pages = RoutePage.ofNames(routes, "routes.md");

    assertThat(Path.of("docs/routes.md"))
        .as(
            "docs/routes.md is not what the files in routes/ give: run `./gatehouse draw` and commit it")
        .hasContent(RoutePage.index(routes, "routes"));
    try (Stream<Path> files = Files.list(Path.of("docs/routes"))) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".md", "")))
          .as("run `./gatehouse draw` and commit docs/routes/")
          .containsExactlyInAnyOrderElementsOf(pages.keySet());
    }
    pages.forEach(
        (name, page) ->
            assertThat(Path.of("docs/routes", name + ".md"))
                .as("run `./gatehouse draw` and commit it")
                .hasContent(page));
  }

  @Test
  void theIndexLinksToEachRouteByItsFolder() throws IOException {
    copyRoutes();

    assertThat(RoutePage.index(RouteFolder.read(folder), "pages"))
        .containsSubsequence(
            "## Vendors",
            "- [kompar-decisions](pages/kompar.md#kompar-decisions): ",
            "## Receiving systems",
            "- [crm](pages/crm.md#crm): ",
            "## Registration with vendors",
            "- [kompar-token](pages/kompar.md#kompar-token): Fetches a token.");
  }

  @Test
  void aVendorsPageHoldsItsRegistrationToo() throws IOException {
    copyRoutes();

    assertThat(page("kompar"))
        .containsSubsequence(
            "# Routes of kompar",
            "[All routes](../routes.md)",
            "## kompar-applications",
            "[The file](../../routes/vendors/kompar.camel.yaml).",
            "## kompar-register",
            "[The file](../../routes/registration/kompar.camel.yaml).");
  }

  @Test
  void aRouteIsAPictureFromThePathToTheQueue() throws IOException {
    copyRoutes();

    String page = page("kompar");
    String kompar =
        page.substring(page.indexOf("## kompar-decisions"), page.indexOf("## kompar-register"));

    assertThat(kompar)
        .contains("n1([\"POST /webhooks/kompar/decisions\"])")
        .containsSubsequence(
            "subgraph g1[\"Who may send\"]",
            "Allow sources",
            "subgraph g2[\"Credentials\"]",
            "Require a token",
            "subgraph g3[\"How to open it\"]",
            "Decrypt AES",
            "Read JSON",
            "subgraph g4[\"What it is\"]",
            "subgraph g5[\"Where it goes\"]",
            "Publish",
            "[(\"kyc.lending<br>offer-accepted<br>offer-declined\")]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
              uri: platform-http
              parameters: {path: /webhooks/argos, httpMethodRestrict: POST, consumes: application/json}
        """,
        """
              uri: platform-http:/webhooks/argos?httpMethodRestrict=POST&consumes=application/json
        """
      })
  void aStartAsEditorsWriteItIsDrawnAsOurs(String start) throws IOException {
    copyRoutes();
    String ours = page("argos");

    edit(
        "vendors/argos.camel.yaml",
        """
              uri: platform-http:/webhooks/argos
              parameters: {httpMethodRestrict: POST, consumes: application/json}
        """,
        start);

    assertThat(page("argos")).isEqualTo(ours);
  }

  @Test
  void aVendorsWordStandsBesideItsType() throws IOException {
    copyRoutes();
    edit("vendors/argos.camel.yaml", "\"retry\":  ", "\"again\":  ");

    assertThat(page("argos"))
        .contains("| vendor's word | type on the bus |")
        .contains("| `again` | `kyc.identity.retried` |")
        .contains("| anything else | `kyc.unclassified.received` |")
        .doesNotContain("`retry`");
  }

  @Test
  void aBranchThatDoesMoreThanNameHasItsConditionOnTheArrow() throws IOException {
    copyRoutes();

    assertThat(page("kompliant"))
        .containsPattern("n\\d+ -->\\|\"has\\(#quot;schema_version#quot;\\)\"\\| n\\d+");
  }

  @Test
  void aWordThatMeansTwoThingsHasItsConditionBesideIt() throws IOException {
    copyRoutes();

    assertThat(page("sumsub"))
        .contains("| `.applicantType == \"company\", applicantCreated` | `kyc.business.started` |")
        .contains(
            "| `not (.applicantType == \"company\"), applicantCreated` | `kyc.identity.started` |")
        .doesNotContain("| `applicantCreated` |");
  }

  @Test
  void aSettingAndASecretAreNamedAndNotTheirPlaceholders() throws IOException {
    copyRoutes();

    assertThat(page("argos"))
        .contains("Key: the secret `argos.key`")
        .contains("Mode: the setting `argos.encryption.mode`, else `ECB`")
        .doesNotContain("{{secret:");
  }

  @Test
  void aReceivingSystemShowsWhatItGetsACopyOf() throws IOException {
    copyRoutes();
    edit("bus.properties", "AMQAddress IN ('kyc.screening', ", "AMQAddress IN ('kyc.lending', ");

    assertThat(page("kyc-core"))
        .contains("AMQAddress IN ('kyc.lending', 'kyc.document', 'kyc.onboarding')");
  }

  @Test
  void aKameletThatNobodyDescribesIsShownByItsName() throws IOException {
    copyRoutes();
    edit("vendors/argos.camel.yaml", "kamelet:require-key", "kamelet:require-luck");

    assertThat(page("argos")).contains("[\"require-luck\"]");
  }

  @Test
  void aFolderWithoutRoutesIsRefusedInASentence() {
    assertThatThrownBy(this::pages)
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("is no folder of routes: give one that holds vendors/");
  }
}
