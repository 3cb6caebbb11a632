package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The comparison that all other tests here rely on must itself detect lost and doubled events. */
class HistoryTest {

  private final History history = new History();

  @Test
  void anAcknowledgedEventThatIsNotStoredIsLost() {
    history.acknowledged("a");
    history.acknowledged("b");

    assertThat(history.against(List.of("a")).lost()).containsExactly("b");
  }

  @Test
  void anEventThatIsStoredTwiceIsDoubled() {
    history.acknowledged("a");

    History.Verdict verdict = history.against(List.of("a", "a"));

    assertThat(verdict.doubled()).containsExactly("a");
    assertThat(verdict.lost()).isEmpty();
  }

  @Test
  void anEventWithoutAnAnswerMayBeStoredOrNot() {
    history.unanswered("a");
    history.refused("b", 503);

    assertThat(history.against(List.of("a")).isClean()).isTrue();
    assertThat(history.toSendAgain()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void anEventThatIsAcknowledgedTheSecondTimeCountsAsAcknowledged() {
    history.unanswered("a");
    history.acknowledged("a");

    assertThat(history.toSendAgain()).isEmpty();
    assertThat(history.against(List.of()).lost()).containsExactly("a");
  }

  @Test
  void outcomesAreCounted() {
    history.acknowledged("a");
    history.refused("b", 503);
    history.refused("c", 503);
    history.unanswered("d");

    assertThat(history.outcomes())
        .containsEntry("200", 1L)
        .containsEntry("503", 2L)
        .containsEntry("broken", 1L);
  }
}
