package io.gatehouse.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class SecretFolderTest {

  private static final String NAME = "acme.token";

  @TempDir Path folder;

  private final StandardEnvironment environment = new StandardEnvironment();
  private Secrets secrets;

  @BeforeEach
  void start() {
    environment
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "test", Map.of("gatehouse.secrets.directory", folder.toString())));
    ConfigurationPropertySources.attach(environment);
    new SecretFiles().postProcessEnvironment(environment, null);
    secrets = new Secrets(environment);
  }

  private void write(String text) throws IOException {
    Files.write(folder.resolve(NAME), text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aFileThatComesLaterIsFoundWithoutARestart() throws IOException {
    assertThat(secrets.named(NAME).isEmpty()).isTrue();

    write("a-later-secret");
    secrets.refresh();

    assertThat(secrets.named(NAME).matches("a-later-secret")).isTrue();
  }

  @Test
  void aFileThatIsGoneOrDamagedLeavesTheLastValue() throws IOException {
    write("a-good-secret");
    secrets.refresh();
    assertThat(secrets.named(NAME).matches("a-good-secret")).isTrue();

    write("a-good-secret,b");
    secrets.refresh();
    assertThat(secrets.named(NAME).values()).containsExactly("a-good-secret");

    Files.delete(folder.resolve(NAME));
    secrets.refresh();
    assertThat(secrets.named(NAME).values()).containsExactly("a-good-secret");
  }

  @Test
  void nothingIsFilledIntoAFile() throws IOException {
    write("a-${user.name:secret}-${x");
    Files.writeString(folder.resolve("spring.datasource.password"), "a-${user.name:secret}");
    secrets.refresh();

    assertThat(secrets.named(NAME).values()).containsExactly("a-${user.name:secret}-${x");
    assertThat(Binder.get(environment).bind("spring.datasource.password", String.class).get())
        .isEqualTo("a-${user.name:secret}");
  }

  @Test
  void aSettingThatSpringReadsHasNoByteOrderMarkEither() throws IOException {
    Files.writeString(folder.resolve("spring.datasource.password"), "\uFEFFa-password\n");
    secrets.refresh();

    assertThat(environment.getProperty("spring.datasource.password")).isEqualTo("a-password");
  }

  @Test
  void aFileThatIsGoneLeavesTheSayToNoOtherSource() throws IOException {
    environment
        .getPropertySources()
        .addLast(new MapPropertySource("another", Map.of(NAME, "another-secret")));
    write("a-good-secret");
    secrets.refresh();
    assertThat(secrets.named(NAME).values()).containsExactly("a-good-secret");

    Files.delete(folder.resolve(NAME));
    secrets.refresh();

    assertThat(secrets.named(NAME).values()).containsExactly("a-good-secret");
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("\uFEFFsecret-value", "secret-value"),
        Arguments.of("\uFEFFsecret-value\r\n", "secret-value"),
        Arguments.of("  secret-value \t\n\n", "secret-value"),
        Arguments.of("abc+def/ghi==\n", "abc+def/ghi=="),
        Arguments.of("two words\n", "two words"),
        Arguments.of("a-comma\\,in-it\n", "a-comma,in-it"),
        Arguments.of("a\\backslash", "a\\backslash"),
        Arguments.of("pässwörd-with-umlauts\n", "pässwörd-with-umlauts"),
        Arguments.of("new-secret,old-secret\n", "old-secret"),
        Arguments.of("new-secret\r\nold-secret\r\n", "old-secret"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void whatEditorsAndShellsAddToAFileDoesNotCount(String text, String value) throws IOException {
    write(text);
    secrets.refresh();

    assertThat(secrets.named(NAME).matches(value)).isTrue();
  }
}
