package io.gatehouse.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class AddressParserTest {

  @ParameterizedTest
  @CsvSource({
    // written,                                    the same as
    "192.0.2.7,                                    c0000207",
    "0.0.0.0,                                      00000000",
    "255.255.255.255,                              ffffffff",
    "::,                                           00000000000000000000000000000000",
    "::1,                                          00000000000000000000000000000001",
    "2001:db8::7,                                  20010db8000000000000000000000007",
    "2001:DB8:0:0:0:0:0:7,                         20010db8000000000000000000000007",
    "2001:0db8:0000:0000:0000:0000:0000:0007,      20010db8000000000000000000000007",
    "fe80::1,                                      fe800000000000000000000000000001",
    "::192.0.2.7,                                  000000000000000000000000c0000207",
    "64:ff9b::192.0.2.7,                           0064ff9b0000000000000000c0000207",
    "::ffff:192.0.2.7,                             c0000207",
    "::FFFF:192.0.2.7,                             c0000207",
    "::ffff:c000:207,                              c0000207",
    "0:0:0:0:0:ffff:192.0.2.7,                     c0000207",
    "0000:0000:0000:0000:0000:ffff:255.255.255.255,ffffffff",
  })
  void aLiteralIsReadAndAMappedOneIsIpv4(String text, String bytes) {
    Optional<InetAddress> address = AddressParser.parse(text);

    assertThat(address.map(InetAddress::getAddress)).hasValue(HexFormat.of().parseHex(bytes));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/addresses/not-literals.txt", delimiter = '\t')
  void whatIsNoLiteralIsNoAddress(String text) {
    assertThat(AddressParser.parse(text == null ? "" : text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"::00001", "2001:0db80::", "::ffff:010.0.0.1", "::ffff:1.2.3.04"})
  void leadingZerosAreRefusedInEveryPartOfAnIpv6Address(String text) {
    assertThat(AddressParser.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/addresses/hops.txt", delimiter = '\t')
  void aHopOfAProxyMayHaveAPortAndBrackets(String text, String address) {
    assertThat(AddressParser.parseHop(text))
        .isEqualTo(Optional.ofNullable(address).flatMap(AddressParser::parse));
  }

  @Property
  void whatIsAnAddressIsTheSameHop(@ForAll String text) {
    Optional<InetAddress> address = AddressParser.parse(text);

    address.ifPresent(read -> assertThat(AddressParser.parseHop(text)).hasValue(read));
  }

  @Property
  void everyIpv4AddressIsReadAsWhatItIsWrittenFrom(@ForAll @Size(4) byte[] bytes)
      throws UnknownHostException {
    InetAddress address = InetAddress.getByAddress(bytes);

    assertThat(AddressParser.parse(address.getHostAddress())).hasValue(address);
  }

  @Property
  void everyIpv6AddressIsReadAsWhatItIsWrittenFrom(@ForAll @Size(16) byte[] bytes)
      throws UnknownHostException {
    InetAddress address = InetAddress.getByAddress(bytes);

    assertThat(AddressParser.parse(address.getHostAddress())).hasValue(address);
  }

  @Property
  void anIpv4AddressMappedIntoIpv6IsThatIpv4Address(@ForAll @Size(4) byte[] bytes)
      throws UnknownHostException {
    InetAddress address = InetAddress.getByAddress(bytes);
    String hex = HexFormat.of().formatHex(bytes);

    assertThat(AddressParser.parse("::ffff:" + address.getHostAddress())).hasValue(address);
    assertThat(AddressParser.parse("::ffff:" + hex.substring(0, 4) + ":" + hex.substring(4)))
        .hasValue(address)
        .containsInstanceOf(Inet4Address.class);
  }

  @Property
  void textWithoutColonsThatIsNotFourNumbersIsNoAddress(@ForAll String text) {
    assertThat(AddressParser.parse("x" + text)).isEmpty();
    assertThat(AddressParser.parse(text + "x")).isEmpty();
  }

  @Property
  void whatIsReadFromAddressLikeTextIsALiteralThatReadsBackTheSame(
      @ForAll
          @Chars({':', '.', 'f', 'F', '%', ' '})
          @CharRange(from = '0', to = '9')
          @StringLength(max = 46)
          String text) {
    Optional<InetAddress> address = AddressParser.parse(text);

    address.ifPresent(
        read -> assertThat(AddressParser.parse(read.getHostAddress())).as(text).hasValue(read));
  }
}
