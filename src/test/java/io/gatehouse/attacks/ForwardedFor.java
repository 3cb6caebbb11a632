package io.gatehouse.attacks;

import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Requests with {@code X-Forwarded-For}, and the check whether it was trusted. All of them come
 * from loopback.
 */
final class ForwardedFor {

  static final String ALLOWED = "3.230.141.132";

  /** The setting {@code kompliant.sources} for all that is here. */
  static final String SOURCES = ALLOWED + ",2001:db8:7::/48";

  private ForwardedFor() {}

  static Request event() {
    return Request.post("/webhooks/kompliant?partner_id=rockoutpay")
        .body("{\"event\":\"mbtrust_success\",\"application_id\":\"proxies\"}");
  }

  /** A line of the file. */
  record Chain(int status, String text) {

    Request in(Request request) {
      Request result = request;
      for (String value : text.split(" \\|\\| ")) {
        result = result.header("X-Forwarded-For", filled(value));
      }
      return result;
    }

    private static String filled(String value) {
      return switch (value) {
        case "(nothing)" -> "";
        // 32 hops are more than any chain has; the head of a request cannot contain ten thousand.
        case "(ten thousand hops)" -> ALLOWED + ",10.1.2.3".repeat(700);
        case "(one long word)" -> "1".repeat(7000);
        default -> value;
      };
    }

    /** The gateway's response status, which should be that of the line. */
    int answerOf(Gateway gateway) {
      return gateway.send(in(event())).status();
    }

    @Override
    public String toString() {
      return text + " is answered " + status;
    }
  }

  static List<Chain> chains() throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/attacks/proxies.txt")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(" \\| ", 2))
        .map(part -> new Chain(Integer.parseInt(part[0]), part[1]))
        .toList();
  }

  /** The claims that a gateway without trusted proxies does not ignore, as it should. */
  static List<String> believed(Gateway gateway) {
    return List.of(ALLOWED, "2001:db8:7::1", "foo", "", ALLOWED + ", 127.0.0.1").stream()
        .filter(claim -> gateway.send(event().header("X-Forwarded-For", claim)).status() != 403)
        .toList();
  }
}
