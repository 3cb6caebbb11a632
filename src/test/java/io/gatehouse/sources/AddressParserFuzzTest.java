package io.gatehouse.sources;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gatehouse.webhook.RefusedException;
import java.util.List;
import java.util.Optional;

/** Any {@code X-Forwarded-For} gives one address or a refusal. */
class AddressParserFuzzTest {

  private static final TrustedProxies PROXIES = new TrustedProxies("10.0.0.0/8,2001:db8::/32");

  @FuzzTest
  void aForwardedForIsAnAddressOrARefusal(FuzzedDataProvider data) {
    String first = data.consumeString(200);
    String second = data.consumeRemainingAsString();
    try {
      if (PROXIES.source("10.0.0.1", List.of(first, second)) == null) {
        throw new AssertionError("Neither an address nor a refusal");
      }
    } catch (RefusedException e) {
      return;
    }
    Optional<java.net.InetAddress> read = AddressParser.parseHop(first);
    if (read.isPresent() && !read.equals(AddressParser.parse(read.get().getHostAddress()))) {
      throw new AssertionError("An address that reads differently when written again");
    }
  }
}
