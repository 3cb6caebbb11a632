package io.gatehouse.decryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors in {@code src/test/resources/vectors}, and what no file of vectors could hold. */
class AesModeTest {

  private static final Path VECTORS = Path.of("src/test/resources/vectors");
  private static final CamelContext CAMEL = new DefaultCamelContext();

  @BeforeAll
  static void start() {
    CAMEL.start();
  }

  @AfterAll
  static void stop() {
    CAMEL.stop();
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @MethodSource("vectors")
  void everyVectorEndsAsItsFileSays(AesMode mode, int number, String comment, JsonNode vector)
      throws Exception {
    if (vector.get("result").asText().equals("valid")) {
      assertThat(decrypt(mode, vector)).isEqualTo(bytes(vector, "msg"));
    } else {
      assertThatThrownBy(() -> decrypt(mode, vector)).isInstanceOf(Exception.class);
    }
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @MethodSource("goodGcmVectors")
  void inGcmEveryBitOfEveryMessageCounts(
      AesMode mode, int number, String comment, JsonNode vector) {
    byte[] ciphertext = bytes(vector, "ct");

    for (int bit = 0; bit < ciphertext.length * 8; bit++) {
      byte[] changed = ciphertext.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(
              () ->
                  mode.decrypt(
                      CAMEL, bytes(vector, "key"), bytes(vector, "iv"), ByteBuffer.wrap(changed)))
          .as("bit " + bit)
          .isInstanceOf(Exception.class);
    }
  }

  @ParameterizedTest
  @EnumSource(AesMode.class)
  void messagesThatAreOpenedAtTheSameTimeDoNotMix(AesMode mode) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);

    List<Future<Boolean>> mixed =
        IntStream.range(0, 2_000)
            .mapToObj(seed -> threads.submit(() -> opensWhatWasSealed(mode, seed)))
            .toList();

    for (Future<Boolean> opened : mixed) {
      assertThat(opened.get()).isTrue();
    }
    threads.shutdown();
  }

  private static boolean opensWhatWasSealed(AesMode mode, int seed) throws Exception {
    Random random = new Random(seed);
    byte[] key = new byte[32];
    random.nextBytes(key);
    byte[] iv = new byte[mode.ivLength()];
    random.nextBytes(iv);
    byte[] text = ("{\"seed\":" + seed + "}").getBytes(StandardCharsets.UTF_8);
    return Arrays.equals(
        mode.decrypt(CAMEL, key, iv, ByteBuffer.wrap(seal(mode, key, iv, text))), text);
  }

  @ParameterizedTest
  @EnumSource
  void aLargeCiphertextIsOpenedLikeASmallOne(AesMode mode) throws Exception {
    byte[] key = new byte[32];
    byte[] iv = new byte[mode.ivLength()];
    byte[] text = "{\"a\":1}".repeat(50_000).getBytes(StandardCharsets.UTF_8);
    byte[] sealed = seal(mode, key, iv, text);
    byte[] changed = sealed.clone();
    changed[changed.length - 1] ^= 1;

    assertThat(mode.decrypt(CAMEL, key, iv, ByteBuffer.wrap(sealed))).isEqualTo(text);
    assertThatThrownBy(() -> mode.decrypt(CAMEL, key, iv, ByteBuffer.wrap(changed)))
        .isInstanceOf(Exception.class);
  }

  /** Encrypts with the Java platform. */
  static byte[] seal(AesMode mode, byte[] key, byte[] iv, byte[] text) throws Exception {
    Cipher cipher =
        Cipher.getInstance("AES/" + mode + (mode == AesMode.GCM ? "/NoPadding" : "/PKCS5Padding"));
    SecretKeySpec aes = new SecretKeySpec(key, "AES");
    switch (mode) {
      case ECB -> cipher.init(Cipher.ENCRYPT_MODE, aes);
      case CBC -> cipher.init(Cipher.ENCRYPT_MODE, aes, new IvParameterSpec(iv));
      case GCM -> cipher.init(Cipher.ENCRYPT_MODE, aes, new GCMParameterSpec(128, iv));
    }
    return cipher.doFinal(text);
  }

  static Stream<Arguments> vectors() throws IOException {
    try (Stream<Path> files = Files.list(VECTORS)) {
      return files.sorted().toList().stream().flatMap(AesModeTest::read);
    }
  }

  static Stream<Arguments> goodGcmVectors() throws IOException {
    return read(VECTORS.resolve("aes_gcm.json"))
        .filter(row -> ((JsonNode) row.get()[3]).get("result").asText().equals("valid"));
  }

  private static Stream<Arguments> read(Path file) {
    try {
      JsonNode vectors = new ObjectMapper().readTree(file.toFile());
      AesMode mode = AesMode.valueOf(vectors.get("mode").asText());
      return StreamSupport.stream(vectors.get("tests").spliterator(), false)
          .map(v -> arguments(mode, v.get("tcId").asInt(), v.get("comment").asText(), v));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As messages come: the vector first, and what follows it is ciphertext. */
  private static byte[] decrypt(AesMode mode, JsonNode vector) throws Exception {
    byte[] data = HexFormat.of().parseHex(vector.get("iv").asText() + vector.get("ct").asText());
    byte[] iv = Arrays.copyOf(data, mode.ivLength());
    byte[] ciphertext = Arrays.copyOfRange(data, mode.ivLength(), data.length);
    return mode.decrypt(CAMEL, bytes(vector, "key"), iv, ByteBuffer.wrap(ciphertext));
  }

  private static byte[] bytes(JsonNode vector, String member) {
    return HexFormat.of().parseHex(vector.get(member).asText());
  }
}
