package io.gatehouse.tools.diagrams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.settings.BadSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

/** The page that shows the routes matches the files. */
class RoutePageTest {

  private static final Path ROUTES = Path.of("routes");

  @TempDir private Path folder;

  private String page() {
    return RoutePage.of(RouteFolder.read(folder));
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
  void theCommittedPageIsWhatTheFilesGive() {
    assertThat(Path.of("docs/routes.md"))
        .as(
            "docs/routes.md is not what the files in routes/ give: run `./gatehouse draw` and commit it")
        .hasContent(RoutePage.of(RouteFolder.read(ROUTES)));
  }

  @Test
  void aRouteIsAPictureFromThePathToTheQueue() throws IOException {
    copyRoutes();

    String kompar = section("### kompar-decisions", "### kompliant");

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
    String ours = page();

    edit(
        "vendors/argos.camel.yaml",
        """
              uri: platform-http:/webhooks/argos
              parameters: {httpMethodRestrict: POST, consumes: application/json}
        """,
        start);

    assertThat(page()).isEqualTo(ours);
  }

  @Test
  void aVendorsWordStandsBesideItsType() throws IOException {
    copyRoutes();
    edit("vendors/argos.camel.yaml", "\"retry\":  ", "\"again\":  ");

    assertThat(section("### argos", "### kompar-applications"))
        .contains("| vendor's word | type on the bus |")
        .contains("| `again` | `kyc.identity.retried` |")
        .contains("| anything else | `kyc.unclassified.received` |")
        .doesNotContain("`retry`");
  }

  @Test
  void aBranchThatDoesMoreThanNameHasItsConditionOnTheArrow() throws IOException {
    copyRoutes();

    assertThat(section("### kompliant", "### ondato"))
        .containsPattern("n\\d+ -->\\|\"has\\(#quot;schema_version#quot;\\)\"\\| n\\d+");
  }

  @Test
  void aWordThatMeansTwoThingsHasItsConditionBesideIt() throws IOException {
    copyRoutes();

    assertThat(page())
        .contains("| `.applicantType == \"company\", applicantCreated` | `kyc.business.started` |")
        .contains(
            "| `not (.applicantType == \"company\"), applicantCreated` | `kyc.identity.started` |")
        .doesNotContain("| `applicantCreated` |");
  }

  @Test
  void aSettingAndASecretAreNamedAndNotTheirPlaceholders() throws IOException {
    copyRoutes();

    assertThat(page())
        .contains("Key: the secret `argos.key`")
        .contains("Mode: the setting `argos.encryption.mode`, else `ECB`")
        .doesNotContain("{{secret:");
  }

  @Test
  void aReceivingSystemShowsWhatItGetsACopyOf() throws IOException {
    copyRoutes();
    edit("bus.properties", "AMQAddress IN ('kyc.screening', ", "AMQAddress IN ('kyc.lending', ");

    assertThat(section("### kyc-core", "## Registration"))
        .contains("AMQAddress IN ('kyc.lending', 'kyc.document', 'kyc.onboarding')");
  }

  @Test
  void aKameletThatNobodyDescribesIsShownByItsName() throws IOException {
    copyRoutes();
    edit("vendors/argos.camel.yaml", "kamelet:require-key", "kamelet:require-luck");

    assertThat(section("### argos", "### kompar-applications")).contains("[\"require-luck\"]");
  }

  @Test
  void aFolderWithoutRoutesIsRefusedInASentence() {
    assertThatThrownBy(this::page)
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("is no folder of routes: give one that holds vendors/");
  }

  private String section(String from, String to) {
    String page = page();
    return page.substring(page.indexOf(from), page.indexOf(to));
  }
}
