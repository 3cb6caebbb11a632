package io.gatehouse.custody;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.bus.Notes;
import io.gatehouse.bus.TestNotes;
import io.gatehouse.events.Identity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An event without an id of its own has one id for two hours, whichever gateway it comes to. */
class EventIdsTest {

  private static final Duration WINDOW = Duration.ofHours(2);
  private static final Instant EDGE = Instant.parse("2026-03-01T12:00:00Z");

  private final Notes notes = new TestNotes();
  private final MovableClock clock = new MovableClock();
  private final EventIds one = new EventIds(notes, clock);
  private final EventIds other = new EventIds(notes, clock);

  @BeforeEach
  void bothGatewaysHaveBeenInUseSinceTheWindowBegan() {
    clock.now = EDGE.minus(WINDOW);
    send(one, "earlier");
    send(other, "earlier");
  }

  @Test
  void aRetryAtTheOtherGatewayWithinTheWindowHasTheSameId() {
    clock.now = EDGE.minusSeconds(60);

    assertThat(send(other, "k")).isEqualTo(send(one, "k"));
  }

  @Test
  void aRetryAtTheOtherGatewayBeyondTheWindowsEdgeHasTheSameId() {
    clock.now = EDGE.minusSeconds(60);
    String first = send(one, "k");

    clock.now = EDGE.plusSeconds(60);

    assertThat(send(other, "k")).isEqualTo(first);
  }

  @Test
  void anEqualEventAtTheOtherGatewayAfterTwoHoursIsANewOne() {
    clock.now = EDGE.minusSeconds(60);
    String first = send(one, "k");

    clock.now = EDGE.plus(WINDOW);

    assertThat(send(other, "k")).isNotEqualTo(first);
  }

  @Test
  void ofTwoIdsForOneKeyTheFirstOneNotedIsItAfterARestart() {
    clock.now = EDGE.minusSeconds(1);
    EventId first = one.idOf(identity("k"));
    clock.now = EDGE.plusSeconds(1);
    EventId second = other.idOf(identity("k"));
    leaveNote(first);
    leaveNote(second);

    assertThat(send(new EventIds(notes, clock), "k")).isEqualTo(first.value());
  }

  @Test
  void aNoteWithTheWholeIdAsThoseOfEarlierBuildsHolds() {
    clock.now = EDGE.minusSeconds(1);
    String first = one.idOf(identity("k")).value();
    notes.leave("k " + first + " " + EDGE.plus(WINDOW).toEpochMilli(), WINDOW);
    clock.now = EDGE.plusSeconds(1);

    assertThat(send(new EventIds(notes, clock), "k")).isEqualTo(first);
  }

  private String send(EventIds gateway, String key) {
    EventId id = gateway.idOf(identity(key));
    leaveNote(id);
    return id.value();
  }

  private void leaveNote(EventId id) {
    id.note()
        .ifPresent(
            note -> notes.leave(note.text(), note.timeToLive()).thenRun(() -> note.left().run()));
  }

  private static Identity identity(String key) {
    return new Identity(key, Optional.of(WINDOW));
  }

  /** A clock that the test sets. */
  private static final class MovableClock extends Clock {

    private Instant now;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
