package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.delivery.Database;
import io.gatehouse.faults.Receiver.Call;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two gateways deliver from one broker and share one database. To a receiving system they are one:
 * it gets each event, those of a customer in order, one at a time, and late ones marked. Only what
 * a killed gateway was delivering arrives twice, with the same key.
 */
class SharedDatabaseTest {

  private static final int CUSTOMERS = 240;
  private static final int CONSUMERS = 32;
  private static final int ENOUGH = 100;

  /** How long a receiving system takes for an event. */
  private static final Duration EACH = Duration.ofMillis(5);

  /** The broker soon gives up a gateway that is silent. */
  private static final String BROKER =
      "tcp://127.0.0.1:%d?clientFailureCheckPeriod=1000&connectionTTL=3000";

  /** The longest time from a response to its record in the database. */
  private static final Duration COMMIT = Duration.ofSeconds(3);

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path folder;

  private final Map<Integer, Victim> gateways = new TreeMap<>();

  /** Since when gateways have been killed or have stood still, in nanoseconds of this process. */
  private final Map<String, Long> cutOff = new HashMap<>();

  private OutsideBroker broker;
  private Database database;
  private Receiver crm;
  private Receiver kycCore;
  private Cases cases;

  @BeforeEach
  void startBothAtOnceOnAnEmptyDatabase() throws IOException {
    broker = new OutsideBroker.Plan(folder.resolve("broker")).launch();
    database = Database.postgresql();
    crm = new Receiver(EACH).refusingAtFirst(SharedDatabaseTest::isRefused);
    kycCore = new Receiver(EACH).refusingAtFirst(SharedDatabaseTest::isRefused);
    broker.awaitPort();
    launch(0);
    launch(1);
    gateways.values().forEach(gateway -> gateway.awaitReadiness(200));
    cases = Cases.start(gateways.values().stream().map(Victim::port).toList(), CUSTOMERS);
  }

  private static boolean isRefused(String id) {
    return id.hashCode() % 8 == 0;
  }

  private void launch(int number) {
    Victim.Plan plan =
        new Victim.Plan(folder.resolve(name(number)))
            .at(BROKER.formatted(broker.port()))
            .set("crm.enabled", "true")
            .set("crm.url", crm.url())
            .set("kyc-core.enabled", "true")
            .set("kyc-core.url", kycCore.url())
            .set("camel.component.http.user-agent", name(number))
            .set("gatehouse.delivery.pause-after", "100")
            .set("spring.datasource.hikari.connection-timeout", "1000");
    database.settings().forEach(plan::set);
    gateways.put(number, plan.launch());
  }

  private static String name(int number) {
    return "gateway-" + number;
  }

  @AfterEach
  void end() {
    gateways.values().forEach(Victim::close);
    Stream.of(cases, crm, kycCore, broker, database)
        .filter(Objects::nonNull)
        .forEach(SharedDatabaseTest::close);
  }

  private static void close(AutoCloseable used) {
    try {
      used.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void twoGatewaysActAsOneThoughTheDatabaseGoesAwayAndOneIsKilled() {
    awaitDeliveries();
    loseTheDatabaseWhileEventsAreInFlight();
    kill(0);
    awaitDeliveries();
    cases.stop();
    assertThatEachSystemGotItsEvents();
  }

  @Test
  @Chaos
  void theyAreOneThoughOneAfterTheOtherIsKilledOrDrained() {
    for (int round = 0; round < 10; round++) {
      awaitDeliveries();
      loseTheDatabaseWhileEventsAreInFlight();
      int port = gateways.get(round).port();
      if (round % 2 == 0) {
        kill(round);
      } else {
        gateways.get(round).signal("TERM");
        gateways.get(round).exitStatus();
      }
      launch(round + 2);
      gateways.get(round + 2).awaitReadiness(200);
      cases.replace(port, gateways.get(round + 2).port());
    }
    cases.stop();
    assertThatEachSystemGotItsEvents();
  }

  @Test
  @Chaos
  void aGatewayThatStoodStillHoldsNothingBackWhenItGoesOn() {
    awaitDeliveries();
    crm.hold();
    await().atMost(PATIENCE).until(() -> crm.held() >= 2 * CONSUMERS);
    cases.replace(gateways.get(0).port(), gateways.get(1).port());
    cutOff.put(name(0), System.nanoTime());
    gateways.get(0).signal("STOP");
    crm.release();
    await().atMost(PATIENCE).until(() -> crm.ids().containsAll(askedBy(name(0))));
    awaitDeliveries();

    gateways.get(0).signal("CONT");

    awaitDeliveries();
    cases.stop();
    assertThatEachSystemGotItsEvents();
  }

  private List<String> askedBy(String gateway) {
    return crm.calls().stream()
        .filter(call -> call.caller().equals(gateway))
        .map(Call::id)
        .toList();
  }

  /** Kills one that has taken events of most customers, and more of them coming. */
  private void kill(int number) {
    crm.hold();
    long before = cases.count();
    await().atMost(PATIENCE).until(() -> cases.count() > before + 2 * CUSTOMERS);
    cutOff.put(name(number), System.nanoTime());
    gateways.get(number).kill();
    crm.release();
  }

  /** Both still accept events, and report a problem of their own. */
  private void loseTheDatabaseWhileEventsAreInFlight() {
    Victim one = gateways.values().stream().filter(Victim::isAlive).findFirst().orElseThrow();
    crm.hold();
    await().atMost(PATIENCE).until(() -> crm.held() >= CONSUMERS);
    database.stop();
    crm.release();
    assertThat(one.management("/actuator/health")).isEqualTo(503);
    assertThat(one.management("/actuator/health/readiness")).isEqualTo(200);
    long before = cases.count();
    await().atMost(PATIENCE).until(() -> cases.count() > before + ENOUGH);
    database.start();
    awaitDeliveries();
    assertThat(one.management("/actuator/health")).isEqualTo(200);
  }

  private void awaitDeliveries() {
    int before = crm.calls().size();
    await().atMost(PATIENCE).until(() -> crm.calls().size() > before + ENOUGH);
  }

  private void assertThatEachSystemGotItsEvents() {
    verify("crm", crm);
    verify("kyc-core", kycCore);
    Figures.print(
        "two gateways over one database: %d accepted, %d ends, delivered twice: %d"
            .formatted(
                cases.count(), cutOff.size(), repeated(crm).size() + repeated(kycCore).size()));
  }

  private void verify(String system, Receiver receiver) {
    Map<String, List<Cases.Accepted>> expected = cases.of(system);
    int events = expected.values().stream().mapToInt(List::size).sum();
    await()
        .atMost(PATIENCE)
        .until(() -> new HashSet<>(receiver.ids()).size(), taken -> taken >= events);
    Map<String, List<Cases.Accepted>> got = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    for (Call call : receiver.calls()) {
      if (call.isTaken() && seen.add(call.id())) {
        got.computeIfAbsent(call.subject(), customer -> new ArrayList<>())
            .add(new Cases.Accepted(call.id(), system, call.superseded()));
      }
    }
    expected.forEach(
        (customer, own) ->
            assertThat(got.getOrDefault(customer, List.of()))
                .as("what %s was told of %s: %s", system, customer, callsOf(customer, receiver))
                .isEqualTo(own));
    assertThat(repeated(receiver))
        .hasSizeLessThanOrEqualTo(CONSUMERS * cutOff.size())
        .allMatch(twice -> isCutOff(twice.first()) || isCutOff(twice.again()));
    assertThat(overlapping(receiver)).isEmpty();
  }

  private List<String> callsOf(String customer, Receiver receiver) {
    return receiver.calls().stream()
        .filter(call -> call.subject().equals(customer))
        .map(
            call ->
                "%s of %s: %d, %d ms after the first was cut off"
                    .formatted(
                        call.id(),
                        call.caller(),
                        call.status(),
                        (call.begun() - cutOff.values().stream().min(Long::compare).orElse(0L))
                            / 1_000_000))
        .toList();
  }

  /** An event that was received again. */
  private record Twice(Call first, Call again) {}

  private static List<Twice> repeated(Receiver receiver) {
    Map<String, Call> first = new HashMap<>();
    List<Twice> repeated = new ArrayList<>();
    for (Call call : receiver.calls()) {
      Call earlier = call.isTaken() ? first.putIfAbsent(call.id(), call) : null;
      if (earlier != null) {
        repeated.add(new Twice(earlier, call));
      }
    }
    return repeated;
  }

  /** Calls that arrived while another of the same customer was not yet answered. */
  private List<Call> overlapping(Receiver receiver) {
    Map<String, Call> last = new HashMap<>();
    return receiver.calls().stream()
        .sorted(Comparator.comparingLong(Call::begun))
        .filter(
            call -> {
              Call earlier = last.put(call.subject(), call);
              return earlier != null
                  && call.begun() < earlier.ended()
                  && !isCutOff(earlier)
                  && !isCutOff(call);
            })
        .toList();
  }

  /** Whether its gateway had been cut off before it could record the response. */
  private boolean isCutOff(Call call) {
    long since = cutOff.getOrDefault(call.caller(), Long.MAX_VALUE);
    return call.ended() > since - COMMIT.toNanos();
  }
}
