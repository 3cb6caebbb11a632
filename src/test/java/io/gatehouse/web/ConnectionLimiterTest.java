package io.gatehouse.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many connections there may be at once, and which are closed if there are too many. */
class ConnectionLimiterTest {

  private static final Duration GRACE = Duration.ofMillis(150);

  private final List<ClientConnection> closed = new ArrayList<>();
  private final ConnectionLimiter limiter =
      new ConnectionLimiter(
          8, 4, Duration.ofSeconds(10), source -> source.equals(address("192.0.2.1")));

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private ClientConnection from(String source) {
    ClientConnection[] self = new ClientConnection[1];
    self[0] = new ClientConnection(address(source), () -> closed.add(self[0]));
    return self[0];
  }

  private ClientConnection admitted(String source) {
    ClientConnection connection = from(source);
    assertThat(limiter.admit(connection)).isTrue();
    return connection;
  }

  private static void waitFor(ClientConnection connection) {
    await().until(() -> System.nanoTime() - connection.since() > GRACE.toNanos());
  }

  @Test
  void aSourceHasItsShareAndAnotherOneStillGetsIn() {
    for (int i = 0; i < 4; i++) {
      admitted("198.51.100.7");
    }

    assertThat(limiter.admit(from("198.51.100.7"))).isFalse();
    assertThat(limiter.admit(from("198.51.100.8"))).isTrue();
  }

  @Test
  void theAddressesOfAnIpv6NetworkAreOneSource() {
    for (int i = 1; i <= 4; i++) {
      admitted("2001:db8:1:2::" + i);
    }

    assertThat(limiter.admit(from("2001:db8:1:2:ffff::9"))).isFalse();
    assertThat(limiter.admit(from("2001:db8:1:3::9"))).isTrue();
  }

  @Test
  void aTrustedProxyStandsForManyAndHasNoShare() {
    for (int i = 0; i < 8; i++) {
      admitted("192.0.2.1");
    }

    assertThat(limiter.size()).isEqualTo(8);
  }

  @Test
  void theOneThatHasWaitedForItsSenderForLongestGivesWay() {
    ClientConnection longest = admitted("198.51.100.7");
    waitFor(longest);
    for (int i = 0; i < 3; i++) {
      admitted("198.51.100.7");
    }

    admitted("198.51.100.7");

    assertThat(closed).containsExactly(longest);
  }

  @Test
  void oneWhoseRequestIsInItsRouteGivesWayToNobody() {
    ClientConnection busy = admitted("198.51.100.7");
    busy.hasHead();
    ClientConnection idle = admitted("198.51.100.7");
    waitFor(idle);
    admitted("198.51.100.7");
    admitted("198.51.100.7");

    admitted("198.51.100.7");

    assertThat(closed).containsExactly(idle);
  }

  @Test
  void oneInTheMiddleOfABodyOrOfAnAnswerGivesWay() {
    ClientConnection body = admitted("198.51.100.7");
    body.awaitsBody();
    ClientConnection answer = admitted("198.51.100.7");
    answer.awaitsReader();
    waitFor(answer);
    admitted("198.51.100.7");
    admitted("198.51.100.7");

    admitted("198.51.100.7");
    admitted("198.51.100.7");

    assertThat(closed).containsExactly(body, answer);
  }

  @Test
  void whatIsIdleIsClosedAndWhatHasARequestUnderWayIsNot() {
    ClientConnection idle = admitted("198.51.100.7");
    ClientConnection head = admitted("198.51.100.7");
    head.awaitsHead();
    ClientConnection route = admitted("198.51.100.7");
    route.hasHead();
    waitFor(route);
    ClientConnection idleForAMoment = admitted("198.51.100.8");

    limiter.closeIdle();

    assertThat(closed).containsExactly(idle);
    assertThat(limiter.size()).isEqualTo(3);
    waitFor(idleForAMoment);
    limiter.closeIdle();
    assertThat(closed).containsExactly(idle, idleForAMoment);
  }

  @Test
  void whatIsClosedMakesRoom() {
    ClientConnection first = admitted("198.51.100.7");
    for (int i = 0; i < 3; i++) {
      admitted("198.51.100.7");
    }

    limiter.remove(first);

    assertThat(limiter.admit(from("198.51.100.7"))).isTrue();
    assertThat(closed).isEmpty();
  }
}
