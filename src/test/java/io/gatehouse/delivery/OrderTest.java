package io.gatehouse.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static io.gatehouse.delivery.Receivers.await;
import static io.gatehouse.delivery.Receivers.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Events of one subject are delivered in their order of arrival, and no other event waits for them.
 */
class OrderTest {

  @TempDir Path folder;

  @Test
  void aFailingEventHoldsBackItsOwnSubjectOnly() {
    try (Receivers receivers = Receivers.with(folder).start()) {
      String first = id("first");
      List<String> followers = List.of(id("second"), id("third"), id("fourth"));
      String other = id("other");
      receivers.atFirst(first, status(500), status(500), status(500));

      receivers.approved(first, "held");
      followers.forEach(follower -> receivers.approved(follower, "held"));
      receivers.approved(other, "free");

      await().until(() -> receivers.arrivals().contains(followers.get(2)));
      List<String> expected = new ArrayList<>(List.of(first, first, first, first));
      expected.addAll(followers);
      assertThat(receivers.arrivals()).filteredOn(id -> !id.equals(other)).isEqualTo(expected);
      assertThat(receivers.arrivals().indexOf(other))
          .as("the other subject did not wait")
          .isLessThan(receivers.arrivals().lastIndexOf(first));
    }
  }

  @Test
  void aSlowEventDoesNotHoldBackTheOthers() {
    try (Receivers receivers =
        Receivers.with(folder).set("camel.component.http.response-timeout", "8000").start()) {
      String slow = id("slow");
      String behind = id("behind");
      receivers.always(slow, status(204).withFixedDelay(6000));

      receivers.approved(slow, "slow");
      receivers.approved(behind, "slow");
      List<String> others = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        others.add(id("other-" + i));
        receivers.approved(others.get(i), "other-" + i);
      }

      await()
          .untilAsserted(
              () ->
                  assertThat(receivers.arrivals().stream().filter(others::contains).count())
                      .as(
                          "all but those that share the slow one's consumer, one in thirty-two or so")
                      .isGreaterThanOrEqualTo(30));
      assertThat(receivers.arrivals()).doesNotContain(behind);
      await().until(() -> receivers.arrivals().containsAll(others));
    }
  }

  @Test
  void anEventThatGivesUpLetsItsFollowersPass() {
    try (Receivers receivers = Receivers.with(folder).start()) {
      String first = id("first");
      String second = id("second");
      receivers.always(first, status(500));

      receivers.approved(first, "given-up");
      receivers.approved(second, "given-up");

      await().until(() -> receivers.arrivals().contains(second));
      assertThat(receivers.arrivals()).containsExactly(first, first, first, first, second);
    }
  }

  @Test
  void aRestartInTheMiddleOfTheRetriesContinuesThemInOrder() {
    try (Receivers receivers =
        Receivers.with(folder).taking("firstDelay: PT4S, longestDelay: PT4S").start()) {
      String first = id("first");
      String second = id("second");
      String third = id("third");
      receivers.atFirst(first, status(503));

      receivers.approved(first, "restarted");
      await().until(() -> receivers.arrivals().size() == 1);
      receivers.approved(second, "restarted");
      receivers.restart();
      receivers.approved(third, "restarted");

      await().until(() -> receivers.arrivals().contains(third));
      assertThat(receivers.arrivals()).containsExactly(first, first, second, third);
    }
  }
}
