package io.gatehouse.routes.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.routes.validation.RouteFolderSnapshot;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DebounceTest {

  private static final RouteFolderSnapshot KNOWN = with("- route:");
  private static final RouteFolderSnapshot HALF = with("- ro");
  private static final RouteFolderSnapshot GONE = new RouteFolderSnapshot(Map.of(), Map.of());
  private static final RouteFolderSnapshot NEW = with("- route: {}");

  private final Debounce settled = new Debounce(KNOWN);

  private static RouteFolderSnapshot with(String text) {
    return new RouteFolderSnapshot(Map.of(Path.of("a.kamelet.yaml"), text), Map.of());
  }

  @Test
  void whatIsThereTwiceIsTakenOnce() {
    assertThat(settled.isNew(NEW)).isFalse();
    assertThat(settled.isNew(NEW)).isTrue();
    assertThat(settled.isNew(NEW)).isFalse();
  }

  @Test
  void halfAFileAndAFileThatIsAwayForAMomentAreNotTaken() {
    assertThat(settled.isNew(HALF)).isFalse();
    assertThat(settled.isNew(GONE)).isFalse();
    assertThat(settled.isNew(KNOWN)).isFalse();
    assertThat(settled.isNew(KNOWN)).isFalse();
  }

  @Test
  void whatIsForgottenIsTakenAgain() {
    settled.forget();

    assertThat(settled.isNew(KNOWN)).isFalse();
    assertThat(settled.isNew(KNOWN)).isTrue();
  }
}
