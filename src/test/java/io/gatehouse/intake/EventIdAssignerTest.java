package io.gatehouse.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.broker.TestDuplicateLog;
import io.gatehouse.events.Content;
import io.gatehouse.events.Identity;
import io.gatehouse.intake.EventId.Occurrence;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An event without an id of its own has one id for two hours, whichever gateway receives it. */
class EventIdAssignerTest {

  private static final Duration WINDOW = Duration.ofHours(2);
  private static final Instant EDGE = Instant.parse("2026-03-01T12:00:00Z");

  private final TestDuplicateLog duplicateLog = new TestDuplicateLog();
  private final MovableClock clock = new MovableClock();
  private final Gateway one = new Gateway();
  private final Gateway other = new Gateway();

  @BeforeEach
  void bothGatewaysHaveBeenInUseSinceTheWindowBegan() {
    clock.now = EDGE.minus(WINDOW);
    one.answer(key("earlier"));
    other.answer(key("earlier"));
  }

  @Test
  void aRetryAtTheOtherGatewayWithinTheWindowHasTheSameId() {
    clock.now = EDGE.minusSeconds(60);

    assertThat(other.answer(key("k"))).isEqualTo(one.answer(key("k")));
  }

  @Test
  void aRetryAtTheOtherGatewayBeyondTheWindowsEdgeHasTheSameId() {
    clock.now = EDGE.minusSeconds(60);
    String first = one.answer(key("k"));

    clock.now = EDGE.plusSeconds(60);

    assertThat(other.answer(key("k"))).isEqualTo(first);
  }

  @Test
  void anEqualEventAtTheOtherGatewayAfterTwoHoursIsANewOne() {
    clock.now = EDGE.minusSeconds(60);
    String first = one.answer(key("k"));

    clock.now = EDGE.plus(WINDOW);

    assertThat(other.answer(key("k"))).isNotEqualTo(first);
  }

  @Test
  void ofTwoIdsForOneKeyTheFirstOneLoggedCountsAfterARestart() {
    clock.now = EDGE.minusSeconds(1);
    EventId first = one.ids.idOf(key("k"));
    clock.now = EDGE.plusSeconds(1);
    EventId second = other.ids.idOf(key("k"));
    append(first);
    append(second);

    assertThat(new Gateway().answer(key("k"))).isEqualTo(first.value());
  }

  @Test
  void logEntriesOfEarlierBuildsHold() {
    long until = EDGE.plus(WINDOW).toEpochMilli();
    duplicateLog.append("whole whole-5ce4 " + until, WINDOW);
    duplicateLog.append("ending -5ce4 " + until, WINDOW);

    Gateway later = new Gateway();

    assertThat(later.answer(key("whole"))).isEqualTo("whole-5ce4");
    assertThat(later.answer(state("ending", "about"))).isEqualTo("ending-5ce4");
  }

  /** Earlier builds read an entry as key, suffix and expiry, separated by spaces. */
  @Test
  void anEarlierBuildFindsInEachLogEntryWhatItLooksFor() {
    one.answer(state("a", "subject"));
    one.answer(state("b", "subject"));
    String again = one.answer(state("a", "subject"));
    one.acknowledgements.leaveAlone();

    assertThat(duplicateLog.entries())
        .allSatisfy(
            entry -> {
              String[] content = entry.split(" ");
              assertThat(Long.parseLong(content[1].substring(1), Character.MAX_RADIX))
                  .isNotNegative();
              assertThat(Long.parseLong(content[2])).isPositive();
            });
    assertThat(duplicateLog.entries())
        .anySatisfy(
            entry -> assertThat(entry.split(" ")[0] + entry.split(" ")[1]).isEqualTo(again));
  }

  @Test
  void aStateThatComesAgainAfterAnotherIsNew() {
    String first = one.answer(state("accepted", "subject"));
    one.answer(state("declined", "subject"));

    String again = one.answer(state("accepted", "subject"));

    assertThat(again).isNotEqualTo(first);
    assertThat(one.answer(state("accepted", "subject"))).as("a repeat").isEqualTo(again);
  }

  @Test
  void twoStatesThatAlternateAreNewEachTime() {
    assertThat(
            Arrays.asList("a", "b", "a", "b", "a", "b").stream()
                .map(key -> one.answer(state(key, "subject")))
                .collect(Collectors.toSet()))
        .hasSize(6);
  }

  @Test
  void anEqualEventIsARetryUntilAnotherStateOfTheSameSubjectComes() {
    String first = one.answer(state("a", "subject"));
    one.answer(state("b", "another subject"));
    one.answer(key("of no subject"));

    EventId again = one.ids.idOf(state("a", "subject"));

    assertThat(again.value()).isEqualTo(first);
    assertThat(again.occurrence()).isEqualTo(Occurrence.AGAIN);
  }

  @Test
  void aLateRetryOfWhatWasNotAnsweredChangesNothing() {
    String first = one.store(state("a", "subject"));
    String second = one.answer(state("b", "subject"));

    assertThat(one.answer(state("a", "subject"))).isEqualTo(first);
    assertThat(one.answer(state("b", "subject"))).as("still the last state").isEqualTo(second);
  }

  @Test
  void anAnswerThatCouldNotBeWrittenDoesNotCount() {
    EventId first = one.stored(state("a", "subject"));
    first.answered().written(true);
    first.answered().written(false);
    one.answer(state("b", "subject"));

    assertThat(one.answer(state("a", "subject"))).isEqualTo(first.value());
  }

  @Test
  void theAnswerToARetryCountsToo() {
    String first = one.store(state("a", "subject"));
    one.answer(state("a", "subject"));
    one.answer(state("b", "subject"));

    assertThat(one.answer(state("a", "subject"))).isNotEqualTo(first);
  }

  @Test
  void ofTwoSendersOneWithoutAnAnswerTakesNothingFromTheOther() {
    EventId first = one.stored(state("a", "subject"));
    EventId equal = one.stored(state("a", "subject"));
    first.answered().written(true);
    equal.answered().written(true);
    equal.answered().written(false);
    one.answer(state("b", "subject"));

    assertThat(one.answer(state("a", "subject"))).isNotEqualTo(first.value());
  }

  @Test
  void aStateInFlightIsAlreadyAnother() {
    String first = one.answer(state("a", "subject"));
    EventId underWay = one.ids.idOf(state("b", "subject"));

    String again = one.answer(state("a", "subject"));
    append(underWay);
    underWay.stored().run();

    assertThat(again).isNotEqualTo(first);
    assertThat(one.answer(state("a", "subject")))
        .as("the other was stored last")
        .isNotEqualTo(again);
  }

  @Test
  void equalEventsAtOnceAreOneStateThoughItCameBefore() {
    one.answer(state("a", "subject"));
    one.answer(state("b", "subject"));

    EventId again = one.ids.idOf(state("a", "subject"));
    EventId equal = one.ids.idOf(state("a", "subject"));

    assertThat(equal.value()).isEqualTo(again.value());
  }

  @Test
  void anEventWithAnIdEndsAState() {
    String first = one.answer(state("a", "subject"));
    one.answer(withId("id-1", "subject"));

    String again = one.answer(state("a", "subject"));
    one.answer(withId("id-1", "subject"));

    assertThat(again).isNotEqualTo(first);
    assertThat(one.answer(state("a", "subject")))
        .as("a retry of the other ends nothing")
        .isEqualTo(again);
  }

  @Test
  void statesAndAnswersAreKnownAfterARestart() {
    String answered = one.answer(state("a", "subject"));
    one.answer(state("b", "subject"));
    String unanswered = one.store(state("a", "another subject"));
    one.answer(withId("id-1", "another subject"));
    one.acknowledgements.leaveAlone();

    Gateway later = new Gateway();

    assertThat(later.answer(state("a", "subject"))).isNotEqualTo(answered);
    assertThat(later.answer(state("a", "another subject"))).isEqualTo(unanswered);
  }

  @Test
  void acknowledgementsTravelWithTheLogEntriesOfLaterEvents() {
    String answered = one.answer(state("a", "subject"));
    one.answer(state("b", "subject"));

    assertThat(new Gateway().answer(state("a", "subject"))).isNotEqualTo(answered);
  }

  @Test
  void aStateThatCameAgainHasItsNewIdAfterARestart() {
    one.answer(state("a", "subject"));
    one.answer(state("b", "subject"));
    String again = one.answer(state("a", "subject"));

    assertThat(new Gateway().answer(state("a", "subject"))).isEqualTo(again);
  }

  @Test
  void anAnswerToTheFirstTimeIsNoneToTheSecond() {
    clock.now = EDGE.minusSeconds(60);
    one.answer(state("a", "subject"));
    one.answer(state("b", "subject"));
    String again = one.store(state("a", "subject"));
    one.acknowledgements.leaveAlone();
    clock.now = EDGE.plusSeconds(60);

    one.answer(key("has the log read again"));
    one.answer(state("b", "subject"));

    assertThat(one.answer(state("a", "subject"))).isEqualTo(again);
  }

  @Test
  void aStateThatComesBackAfterAnotherAtAnotherGatewayIsNew() {
    String first = one.answer(state("a", "subject"));
    other.readPeerLogs();
    other.answer(state("b", "subject"));
    one.readPeerLogs();

    String again = one.answer(state("a", "subject"));

    assertThat(again).isNotEqualTo(first);
    other.readPeerLogs();
    assertThat(other.answer(state("a", "subject"))).as("a repeat").isEqualTo(again);
  }

  @Test
  void twoStatesOfOneGatewayAreThoseOfTheOtherToo() {
    String first = one.answer(state("a", "subject"));
    String second = one.answer(state("b", "subject"));
    one.acknowledgements.leaveAlone();
    other.readPeerLogs();

    assertThat(other.answer(state("b", "subject"))).isEqualTo(second);
    assertThat(other.answer(state("a", "subject"))).isNotEqualTo(first);
  }

  @Test
  void logEntriesThatAreReadAgainResetNothing() {
    one.answer(state("a", "subject"));
    String second = one.answer(state("b", "subject"));
    one.readPeerLogs();
    String third = one.answer(state("a", "subject"));
    one.readPeerLogs();

    assertThat(one.answer(state("a", "subject"))).isEqualTo(third);
    assertThat(one.answer(state("b", "subject"))).isNotEqualTo(second);
  }

  @Test
  void logEntriesDoNotHideAStateInFlight() {
    String first = one.answer(state("a", "subject"));
    one.ids.idOf(state("b", "subject"));
    one.readPeerLogs();

    assertThat(one.answer(state("a", "subject"))).isNotEqualTo(first);
  }

  @Test
  void anEqualKeyWithLessContentIsARetry() {
    String first = one.answer(said("k", "amount=1 name=2"));

    EventId again = one.ids.idOf(said("k", "amount=1"));

    assertThat(again.value()).isEqualTo(first);
    assertThat(again.occurrence()).isEqualTo(Occurrence.AGAIN);
  }

  @Test
  void anEqualKeyWithDifferentContentIsAnEventOfItsOwn() {
    String first = one.answer(said("k", "amount=1"));

    EventId other = one.stored(said("k", "amount=2"));

    assertThat(other.value()).isNotEqualTo(first);
    assertThat(other.occurrence()).isEqualTo(Occurrence.DIFFERS);
    assertThat(one.ids.idOf(said("k", "amount=2")).value()).as("a retry").isEqualTo(other.value());
    assertThat(one.ids.idOf(said("k", "amount=2")).occurrence()).isEqualTo(Occurrence.AGAIN);
  }

  @Test
  void anEqualKeyWithDifferentContentHasTheSameIdAtEveryGateway() {
    one.answer(said("k", "amount=1"));
    String differs = one.answer(said("k", "amount=2"));

    assertThat(new Gateway().answer(said("k", "amount=2"))).isEqualTo(differs);
    assertThat(other.answer(said("k", "amount=1"))).isEqualTo(other.answer(said("k", "amount=1")));
    assertThat(other.answer(said("k", "amount=2"))).isEqualTo(differs);
  }

  @Test
  void aTimedKeyWithDifferentContentHasAnIdOfItsOwnWithoutAnyMemory() {
    EventId first = one.ids.idOf(timed("k", "amount=1"));
    EventId differs = one.ids.idOf(timed("k", "amount=2"));
    EventId again = one.ids.idOf(timed("k", "amount=2"));

    assertThat(differs.value()).isNotEqualTo(first.value()).isEqualTo(again.value());
    assertThat(new Gateway().ids.idOf(timed("k", "amount=1")).value()).isEqualTo(first.value());
    assertThat(Arrays.asList(first, differs, again))
        .extracting(EventId::occurrence)
        .containsExactly(Occurrence.FIRST, Occurrence.DIFFERS, Occurrence.FIRST);
  }

  @Test
  void aLogEntryIsShort() {
    String id = "c9290f4514f3048b61a0c6188eef9fb4";
    one.answer(state(id.replace('c', 'd'), "AbCdEfGhIjK"));
    String members = "a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8 i=9 j=10";

    one.answer(
        new Identity(id, false, WINDOW, Optional.of("AbCdEfGhIjK"), said("k", members).content()));

    assertThat(duplicateLog.entries().get(duplicateLog.entries().size() - 1))
        .hasSizeBetween(100, 160);
  }

  private void append(EventId id) {
    id.logEntry()
        .ifPresent(
            entry ->
                duplicateLog
                    .append(entry.text(), entry.timeToLive())
                    .thenRun(() -> entry.onStored().run()));
  }

  private static Identity key(String key) {
    return new Identity(key, false, WINDOW, Optional.empty(), Optional.empty());
  }

  private static Identity state(String key, String subject) {
    return new Identity(key, false, WINDOW, Optional.of(subject), Optional.empty());
  }

  private static Identity withId(String id, String subject) {
    return new Identity(id, true, WINDOW, Optional.of(subject), Optional.empty());
  }

  private static Identity said(String key, String members) {
    return new Identity(key, false, WINDOW, Optional.empty(), Optional.of(content(members)));
  }

  private static Identity timed(String key, String members) {
    return new Identity(key, true, WINDOW, Optional.empty(), Optional.of(content(members)));
  }

  /** Four characters for each member, as in the digests of real ones. */
  private static Content content(String members) {
    return new Content(
        members,
        Arrays.stream(members.split(" "))
            .map(member -> "%4.4s".formatted(member.substring(0, 1) + member.split("=")[1]))
            .map(member -> member.replace(' ', '_'))
            .collect(Collectors.joining()));
  }

  /** One gateway with the duplicate log that all share. */
  private final class Gateway {

    private final Acknowledgements acknowledgements = new Acknowledgements(duplicateLog, clock);
    private final EventIdAssigner ids = new EventIdAssigner(duplicateLog, acknowledgements, clock);

    void readPeerLogs() {
      ids.readLogSince(Instant.EPOCH);
    }

    /** An event arrives and is on disk. */
    EventId stored(Identity identity) {
      EventId id = ids.idOf(identity);
      append(id);
      id.stored().run();
      return id;
    }

    /** An event arrives, is on disk, and its sender is not answered. */
    String store(Identity identity) {
      return stored(identity).value();
    }

    /** An event arrives, is on disk, and its sender is answered. */
    String answer(Identity identity) {
      EventId id = stored(identity);
      id.answered().written(true);
      return id.value();
    }
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
