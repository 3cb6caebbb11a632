package io.gatehouse.decryption;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gatehouse.settings.TestSecrets;
import io.gatehouse.webhook.FakeWebhook;
import io.gatehouse.webhook.UnreadableException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** Any body is decrypted, plain, or unreadable for one and the same reason. */
class DecryptAesFuzzTest {

  private static final CamelContext CAMEL = new DefaultCamelContext();
  private static final List<DecryptAes> STEPS =
      List.of(step("CBC", "kompar"), step("ECB", "automatic"), step("GCM", "automatic"));

  private static DecryptAes step(String mode, String iv) {
    DecryptAes step = new DecryptAes();
    step.setCamelContext(CAMEL);
    step.setSecrets(TestSecrets.from(Map.of("acme.key", "0123456789abcdef0123456789abcdef")));
    step.setKey("secret:acme.key");
    step.setKeyDerivation("ascii");
    step.setMode(mode);
    step.setIv(iv);
    step.setEncoding("base64");
    step.setEncrypted("true");
    return step;
  }

  @FuzzTest
  void aBodyIsOpenedOrUndecryptable(FuzzedDataProvider data) throws Exception {
    boolean shaped = data.consumeBoolean();
    byte[] body =
        shaped
            ? envelope(data.consumeBytes(200), data.consumeRemainingAsBytes())
            : data.consumeRemainingAsBytes();
    for (DecryptAes step : STEPS) {
      Exchange exchange = FakeWebhook.withBody(body).in(new DefaultExchange(CAMEL));
      try {
        step.process(exchange);
      } catch (UnreadableException e) {
        if (!e.reason().equals("undecryptable")) {
          throw new AssertionError("Another reason: " + e.reason(), e);
        }
      }
    }
  }

  private static byte[] envelope(byte[] ciphertext, byte[] iv) {
    Base64.Encoder base64 = Base64.getEncoder();
    return "{\"data\":\"%s\",\"iv\":\"%s\"}"
        .formatted(base64.encodeToString(ciphertext), base64.encodeToString(iv))
        .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}
