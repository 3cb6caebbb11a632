package io.gatehouse.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.RefusedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

  private static final String PROXY = "10.0.0.1";
  private static final String SENDER = "203.0.113.7";
  private static final String VENDOR = "198.51.100.1";
  private static final List<String> TRUSTED = List.of("10.0.0.1", "10.0.0.2", "10.9.9.9", "::1");

  private final TrustedProxies proxies = new TrustedProxies("10.0.0.0/8,::1");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // peer             | X-Forwarded-For                   | the sender
        "203.0.113.7        | 198.51.100.1                      | 203.0.113.7",
        "10.0.0.1           | 203.0.113.7                       | 203.0.113.7",
        "10.0.0.1           | 198.51.100.1, 203.0.113.7         | 203.0.113.7",
        "10.0.0.1           | 198.51.100.1,203.0.113.7,10.0.0.2 | 203.0.113.7",
        "10.0.0.1           | 10.0.0.3, 10.0.0.2                | 10.0.0.3",
        "::1                | 203.0.113.7                       | 203.0.113.7",
        "0:0:0:0:0:0:0:1    | 2001:db8::7                       | 2001:db8::7",
        "::ffff:10.0.0.1    | ::ffff:203.0.113.7                | 203.0.113.7",
        "10.0.0.1           | garbage, 203.0.113.7              | 203.0.113.7",
        "10.0.0.1           | 203.0.113.7:17085                 | 203.0.113.7",
        "10.0.0.1           | [2001:db8::7]                     | 2001:db8::7",
        "10.0.0.1           | [2001:db8::7]:443                 | 2001:db8::7",
        "10.0.0.1           | 203.0.113.7:443,10.0.0.2:17085    | 203.0.113.7",
        "10.0.0.1           | [::ffff:203.0.113.7]:443          | 203.0.113.7",
      })
  void theSenderIsTheRightmostHopThatIsNoTrustedProxy(
      String peer, String forwardedFor, String sender) {
    assertThat(proxies.source(peer, List.of(forwardedFor)))
        .isEqualTo(AddressParser.parse(sender).orElseThrow());
  }

  @Property
  void aPortOrBracketsDoNotChangeWhoTheSenderIs(
      @ForAll("chains") List<String> chain, @ForAll @IntRange(min = 1, max = 65_535) int port) {
    List<String> written =
        chain.stream()
            .map(hop -> (hop.contains(":") ? "[" + hop + "]" : hop) + ":" + port)
            .toList();

    assertThat(proxies.source(PROXY, List.of(String.join(", ", written))))
        .isEqualTo(proxies.source(PROXY, List.of(String.join(", ", chain))));
  }

  @Test
  void thePeerItselfHasNoPort() {
    assertThatThrownBy(() -> proxies.source(SENDER + ":443", List.of()))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void withoutTrustedProxiesTheHeaderIsIgnored() {
    TrustedProxies none = new TrustedProxies("");

    assertThat(none.source(SENDER, List.of(VENDOR)).getHostAddress()).isEqualTo(SENDER);
    assertThat(none.source("127.0.0.1", List.of(VENDOR)).getHostAddress()).isEqualTo("127.0.0.1");
  }

  @Test
  void withoutTheHeaderTheSenderIsThePeer() {
    assertThat(proxies.source(PROXY, List.of()).getHostAddress()).isEqualTo(PROXY);
  }

  @Property
  void everyChainEndsWhereTheReferenceSays(
      @ForAll("peers") String peer, @ForAll("chains") List<String> chain) {
    String expected = reference(peer, chain);

    assertThat(proxies.source(peer, List.of(String.join(", ", chain))).getHostAddress())
        .isEqualTo(AddressParser.parse(expected).orElseThrow().getHostAddress());
  }

  @Property
  void severalHeaderLinesAreReadAsOneList(
      @ForAll("chains") List<String> chain, @ForAll @IntRange(max = 5) int cut) {
    int at = Math.min(cut, chain.size() - 1);
    List<String> lines = new ArrayList<>();
    if (at > 0) {
      lines.add(String.join(",", chain.subList(0, at)));
    }
    lines.add(String.join(",", chain.subList(at, chain.size())));

    assertThat(proxies.source(PROXY, lines))
        .isEqualTo(proxies.source(PROXY, List.of(String.join(",", chain))));
  }

  /** The whole path from the sender to the gateway; its last untrusted hop sent the request. */
  private static String reference(String peer, List<String> chain) {
    List<String> path = new ArrayList<>(chain);
    path.add(peer);
    Collections.reverse(path);
    return path.stream()
        .filter(hop -> !TRUSTED.contains(hop))
        .findFirst()
        .orElse(path.get(path.size() - 1));
  }

  @Provide
  Arbitrary<String> peers() {
    return Arbitraries.of("10.0.0.1", "::1", SENDER, "2001:db8::1");
  }

  @Provide
  Arbitrary<List<String>> chains() {
    Arbitrary<String> hops =
        Arbitraries.oneOf(
            Arbitraries.of(TRUSTED),
            Arbitraries.of(SENDER, VENDOR, "2001:db8::7", "9.255.255.255"));
    return hops.list().ofMinSize(1).ofMaxSize(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo",
        "",
        " ",
        ",",
        "203.0.113.7,",
        "203.0.113.7, ,10.0.0.2",
        "unknown",
        "203.0.113.7:0",
        "203.0.113.7:",
        "203.0.113.7:http",
        "[2001:db8::7]:65536",
        "fe80::1%eth0",
        "\"203.0.113.7\"",
        "for=203.0.113.7",
        "203.0.113.7;10.0.0.2",
        "203.0.113.7 10.0.0.2",
        "0313.0.113.7",
        "203.0.113.7\u0000",
        "198.51.100.1, 203.0.113.777, 10.0.0.2",
      })
  void garbageInTheHopThatCountsIsMalformed(String forwardedFor) {
    assertThat(refusalOf(PROXY, forwardedFor)).isEqualTo(new Problem.Malformed());
  }

  @Property
  void garbageLeftOfTheHopThatCountsDoesNotMatter(@ForAll String garbage) {
    assertThat(proxies.source(PROXY, List.of(garbage, SENDER)).getHostAddress()).isEqualTo(SENDER);
    assertThat(proxies.source(PROXY, List.of(garbage + "," + SENDER)).getHostAddress())
        .isEqualTo(SENDER);
  }

  @Property
  void garbageFromAPeerThatIsNotTrustedDoesNotMatter(@ForAll String garbage) {
    assertThat(proxies.source(SENDER, List.of(garbage)).getHostAddress()).isEqualTo(SENDER);
  }

  @Test
  void tenKilobytesOfTrustedHopsAreMalformed() {
    String hops = "10.0.0.2,".repeat(10 * 1024 / 9) + SENDER + ",10.0.0.2".repeat(40);

    assertThat(refusalOf(PROXY, hops)).isEqualTo(new Problem.Malformed());
  }

  @Test
  void tenKilobytesLeftOfTheSenderDoNotMatter() {
    String hops = "10.0.0.2,".repeat(10 * 1024 / 9) + SENDER;

    assertThat(proxies.source(PROXY, List.of(hops)).getHostAddress()).isEqualTo(SENDER);
  }

  @ParameterizedTest
  @CsvSource({"fe80:0:0:0:0:0:0:1%eth0", "fe80:0:0:0:0:0:0:1%2"})
  void thePeersOwnAddressMayHaveAZone(String peer) {
    assertThat(proxies.source(peer, List.of()).getAddress())
        .isEqualTo(AddressParser.parse("fe80::1").orElseThrow().getAddress());
  }

  private Problem refusalOf(String peer, String forwardedFor) {
    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class, () -> proxies.source(peer, List.of(forwardedFor)));
    assertThat(refused).as(forwardedFor).isNotNull();
    return refused.problem();
  }
}
