package io.gatehouse.decryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.TestSecrets;
import io.gatehouse.webhook.FakeWebhook;
import io.gatehouse.webhook.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecryptAesTest {

  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final String OTHER_KEY = "fedcba9876543210fedcba9876543210";
  private static final String KOMPARS_SAMPLE =
      "{\"data\":\"gbE6bbyM9f4Jwq23FylH2k/C59CCF7qBjcDeXejGnTwtn9hs20RqUcMx0WvXsNgrFxM17M2dSwO1VtHuZdcL8ky1ottknJDS4mTFrWkYibwk9ZYtEj72z1v9j6DIIF2PbgZodOVJyH5ufCSdHAhtKTZiQDkMrcdA1alDYbqwiSPKJDbMmkVDPC3lbVXDci8J9F/0Hw8ZpOm8wN/fNtx0MNXu3snOfLMgyQLwMytQTKtLT34FBuPZqmxhviGHZwqpsvOV42YZeqyNmFe8F9KxgwK56XFEe+LYWgVGP8gf3Bq++EDg0KLcZidS3WuNKGN2UlnGR0EPXT+j6A80u64jzQ==\",\"iv\":\"ABEiM0RVZqo=\"}";
  private static final byte[] TEXT =
      "{\"webhook_trigger\":\"approved\",\"submission_id\":\"sb_9f31c2\"}"
          .getBytes(StandardCharsets.UTF_8);

  private final CamelContext camel = new DefaultCamelContext();

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void theVendorsOwnSampleIsOpened() throws Exception {
    DecryptAes step = step(AesMode.CBC, "kompar", KEY);

    assertThat(new String(open(step, KOMPARS_SAMPLE), StandardCharsets.UTF_8))
        .startsWith("{\"application_id\":\"1581933624854x717991094173476900\"")
        .endsWith("\"purpose\":\"Oväntade utgifter\"}");
  }

  @ParameterizedTest
  @EnumSource(AesMode.class)
  void whatWasSealedIsOpened(AesMode mode) throws Exception {
    assertThat(open(step(mode, "automatic", KEY), sealed(mode, KEY, TEXT))).isEqualTo(TEXT);
  }

  @Test
  void bytesMayBeWrittenInHex() throws Exception {
    DecryptAes step = unstarted(AesMode.ECB, "automatic", KEY);
    step.setEncoding("hex");
    step.start();
    byte[] data = AesModeTest.seal(AesMode.ECB, KEY.getBytes(), new byte[0], TEXT);

    assertThat(open(step, "{\"data\":\"" + HexFormat.of().formatHex(data) + "\"}")).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @EnumSource(AesMode.class)
  void whileRotatingEveryListedKeyOpens(AesMode mode) throws Exception {
    DecryptAes step = step(mode, "automatic", OTHER_KEY + "," + KEY);

    assertThat(open(step, sealed(mode, KEY, TEXT))).isEqualTo(TEXT);
    assertThat(open(step, sealed(mode, OTHER_KEY, TEXT))).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @EnumSource(AesMode.class)
  void underAnotherKeyNothingOpens(AesMode mode) {
    DecryptAes step = step(mode, "automatic", OTHER_KEY);

    assertThat(outcome(step, sealed(mode, KEY, TEXT))).isEqualTo("undecryptable");
  }

  @Test
  void everyLastByteOfTheOnlyBlockEndsInOneWay() {
    byte[] data = cbc("{\"accepted\":1}".getBytes(StandardCharsets.UTF_8));
    assertThat(data).hasSize(16 + 16);

    assertThat(outcomesOfEveryValueAt(data.length - 1, data)).containsOnly("undecryptable");
  }

  /**
   * The classic padding oracle: every value of a byte of padding is tried through the block before.
   */
  @Test
  void everyLastByteOfTheBlockBeforeEndsInOneWayUnlessItsPaddingIsGood() {
    byte[] data = cbc(TEXT);

    List<String> outcomes = outcomesOfEveryValueAt(data.length - 17, data);

    assertThat(outcomes).hasSize(255).containsOnlyOnceElementsOf(List.of("opened"));
    assertThat(outcomes).containsOnly("undecryptable", "opened");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyLastByteOfALaterBlockEndsInOneWayUnlessItsPaddingIsGood(int block) {
    byte[] data = cbc(TEXT);

    assertThat(outcomesOfEveryValueAt(16 + block * 16 + 15, data))
        .hasSize(255)
        .allMatch(outcome -> outcome.equals("undecryptable") || outcome.equals("opened"));
  }

  private List<String> outcomesOfEveryValueAt(int position, byte[] data) {
    DecryptAes step = step(AesMode.CBC, "automatic", KEY);
    List<String> outcomes = new ArrayList<>();
    for (int value = 1; value < 256; value++) {
      byte[] changed = data.clone();
      changed[position] ^= (byte) value;
      outcomes.add(outcome(step, envelope(changed)));
    }
    return outcomes;
  }

  @Test
  void everyBitOfAGcmMessageCountsAndEndsInOneWay() {
    DecryptAes step = step(AesMode.GCM, "automatic", KEY);
    byte[] data = data(AesMode.GCM, KEY, TEXT);

    for (int bit = 0; bit < data.length * 8; bit++) {
      byte[] changed = data.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(outcome(step, envelope(changed))).as("bit " + bit).isEqualTo("undecryptable");
    }
  }

  @ParameterizedTest
  @EnumSource(AesMode.class)
  void everyShorterMessageEndsInOneWay(AesMode mode) {
    DecryptAes step = step(mode, "automatic", KEY);
    byte[] data = data(mode, KEY, "{\"accepted\":1}".getBytes(StandardCharsets.UTF_8));

    for (int length = 0; length < data.length; length++) {
      assertThat(outcome(step, envelope(Arrays.copyOf(data, length))))
          .as(length + " bytes")
          .isEqualTo("undecryptable");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rubbish",
        "{}",
        "[]",
        "{\"application_id\":\"1\"}",
        "{\"data\":\"\"}",
        "{\"data\":\"%%%\"}",
        "{\"data\":\"AAAA\"}",
        "{\"data\":\"AAAAAAAAAAAAAAAAAAAAAA==\"}",
        "{\"data\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"iv\":\"\"}",
        "{\"data\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"iv\":\"%%%\"}",
        "{\"data\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"iv\":\"AAAA\"}",
        "{\"data\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"iv\":\"ABEiM0RVZqo=\"}",
        "{\"data\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"iv\":\"ABEiM0RVZqo=\",\"mode\":\"ECB\"}",
      })
  void whateverElseComesEndsInTheSameWay(String body) {
    assertThat(outcome(step(AesMode.CBC, "kompar", KEY), body)).isEqualTo("undecryptable");
  }

  @Test
  void wellPaddedRubbishEndsInTheSameWay() {
    assertThat(outcome(step(AesMode.ECB, "automatic", KEY), sealed(AesMode.ECB, KEY, new byte[20])))
        .isEqualTo("undecryptable");
    assertThat(
            outcome(
                step(AesMode.ECB, "automatic", KEY),
                sealed(AesMode.ECB, KEY, "rubbish".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo("undecryptable");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // encrypted | body                        | outcome
        "true        | {\"application_id\":\"1\"}  | undecryptable",
        "either      | {\"application_id\":\"1\"}  | left as it is",
        "either      | {\"data\":\"AAAA\"}         | undecryptable",
        "either      | rubbish                     | left as it is",
        "false       | {\"application_id\":\"1\"}  | left as it is",
        "false       | {\"data\":\"AAAA\"}         | unexpectedly-encrypted",
      })
  void theAccountsSettingSaysWhetherBodiesAreEncrypted(
      String encrypted, String body, String outcome) {
    DecryptAes step = unstarted(AesMode.CBC, "automatic", KEY);
    step.setEncrypted(encrypted);
    step.start();

    assertThat(outcome(step, body)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "'',                                is not set",
    "too-short,                         must be exactly 32 ASCII characters long",
    "0123456789abcdef0123456789abcdeä,  must be exactly 32 ASCII characters long",
  })
  void aKeyThatIsNoneStopsTheStartAndIsNotRepeated(String key, String message) {
    DecryptAes step = unstarted(AesMode.CBC, "automatic", key);

    assertThatThrownBy(step::start)
        .isInstanceOf(BadSettingException.class)
        .hasMessageStartingWith("acme.key ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("too-short")
        .hasMessageNotContaining("0123456789");
  }

  @Test
  void aWordThatIsNoModeStopsTheStart() {
    assertThatThrownBy(() -> new DecryptAes().setMode("CTR"))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("\"CTR\" is none of [ecb, cbc, gcm]");
  }

  /** The outcome of a body: it is decrypted, left as it is, or unreadable for a reason. */
  private String outcome(DecryptAes step, String body) {
    try {
      return open(step, body) == null ? "left as it is" : "opened";
    } catch (UnreadableException e) {
      assertThat(e.getCause()).isNull();
      assertThat(e.getSuppressed()).isEmpty();
      return e.reason();
    } catch (Exception e) {
      return e.toString();
    }
  }

  /** Runs a route of this one step. */
  private byte[] open(DecryptAes step, String body) throws Exception {
    if (camel.getRoutes().isEmpty()) {
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              errorHandler(noErrorHandler());
              from("direct:in").process((Processor) step);
            }
          });
      camel.start();
    }
    Exchange exchange =
        camel
            .createProducerTemplate()
            .send("direct:in", made -> FakeWebhook.withBody(body).in(made));
    if (exchange.getException() != null) {
      throw exchange.getException();
    }
    return exchange.getMessage().getBody(byte[].class);
  }

  private DecryptAes step(AesMode mode, String iv, String key) {
    DecryptAes step = unstarted(mode, iv, key);
    step.start();
    return step;
  }

  private DecryptAes unstarted(AesMode mode, String iv, String key) {
    DecryptAes step = new DecryptAes();
    step.setCamelContext(camel);
    step.setSecrets(TestSecrets.from(Map.of("acme.key", key)));
    step.setKey("secret:acme.key");
    step.setKeyDerivation("ascii");
    step.setMode(mode.name());
    step.setEncoding("base64");
    step.setIv(iv);
    step.setEncrypted("true");
    return step;
  }

  private static byte[] cbc(byte[] text) {
    return data(AesMode.CBC, KEY, text);
  }

  private static String sealed(AesMode mode, String key, byte[] text) {
    return envelope(data(mode, key, text));
  }

  private static byte[] data(AesMode mode, String key, byte[] text) {
    byte[] iv = Arrays.copyOf("an-iv-of-16bytes".getBytes(), mode.ivLength());
    try {
      byte[] ciphertext = AesModeTest.seal(mode, key.getBytes(), iv, text);
      byte[] data = Arrays.copyOf(iv, iv.length + ciphertext.length);
      System.arraycopy(ciphertext, 0, data, iv.length, ciphertext.length);
      return data;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String envelope(byte[] data) {
    return "{\"data\":\"" + Base64.getEncoder().encodeToString(data) + "\"}";
  }
}
