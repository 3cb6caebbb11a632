package io.gatehouse.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettledTest {

  private static final Snapshot KNOWN = with("- route:");
  private static final Snapshot HALF = with("- ro");
  private static final Snapshot GONE = new Snapshot(Map.of(), Map.of());
  private static final Snapshot NEW = with("- route: {}");

  private final Settled settled = new Settled(KNOWN);

  private static Snapshot with(String text) {
    return new Snapshot(Map.of(Path.of("a.kamelet.yaml"), text), Map.of());
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
