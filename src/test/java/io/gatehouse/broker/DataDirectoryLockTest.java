package io.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.settings.BadSettingException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class DataDirectoryLockTest {

  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void aFolderThatIsNotThereIsMade() throws IOException {
    try (DataDirectoryLock taken = DataDirectoryLock.take(folder.resolve("a/b"), AT_ONCE)) {
      assertThat(taken.inside("journal")).isEqualTo(folder.resolve("a/b/journal")).isDirectory();
    }
  }

  @Test
  void aFolderThatIsInUseIsNotWaitedForForEver() throws IOException {
    try (DataDirectoryLock first = DataDirectoryLock.take(folder, AT_ONCE)) {
      assertThatThrownBy(() -> DataDirectoryLock.take(folder, Duration.ofMillis(200)))
          .isInstanceOf(BadSettingException.class)
          .hasMessage(
              "%s (gatehouse.broker.data-directory) is in use by another process: end that one, or give this one a folder of its own.",
              folder);
      assertThat(first.inside("journal")).isDirectory();
    }
    DataDirectoryLock.take(folder, AT_ONCE).close();
  }

  @Test
  void whoWaitsGetsTheFolderWhenItIsFree() throws Exception {
    DataDirectoryLock first = DataDirectoryLock.take(folder, AT_ONCE);
    CompletableFuture<DataDirectoryLock> second =
        CompletableFuture.supplyAsync(() -> DataDirectoryLock.take(folder, LONG));

    first.close();

    second.get(LONG.toSeconds(), TimeUnit.SECONDS).close();
  }

  @Test
  void whoWaitsStopsWhenInterrupted() throws Exception {
    try (DataDirectoryLock first = DataDirectoryLock.take(folder, AT_ONCE)) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> DataDirectoryLock.take(folder, LONG))
          .isInstanceOf(BadSettingException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(first.inside("journal")).isDirectory();
    }
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> DataDirectoryLock.take(file, AT_ONCE))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("is no folder: name one");
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new AccessDeniedException("x"), "may not be written by the gateway's user"),
        Arguments.of(new IOException("No space left on device"), "has no room left on its disk"),
        Arguments.of(
            new FileSystemException("x", null, "Read-only file system"), "is read-only: mount it"),
        Arguments.of(new IOException("Input/output error"), "cannot be written (IOException)"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatTheSystemSaysIsToldInWords(IOException failure, String sentence) {
    assertThat(DataDirectoryLock.unusable(folder, failure))
        .hasMessageStartingWith(folder + " (gatehouse.broker.data-directory)")
        .hasMessageContaining(sentence);
  }
}
