package io.gatehouse.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import io.gatehouse.gateway.GrowingJson;
import io.gatehouse.gateway.GrowingJson.Shape;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The size of a text that is calculated before it is parsed, and the memory that Java then uses.
 */
class JsonSizeTest {

  private static final int LENGTH = 200_000;

  /** What reading takes besides, whatever is read: buffers that are kept. */
  private static final int BESIDES = 150_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final JsonReading READERS = new JsonReading();
  private static final List<ObjectMapper> MAPPERS = List.of(READERS.exact(), READERS.anyCase());

  static List<Shape> shapes() {
    return GrowingJson.all();
  }

  /** What is allocated is never in use all at one time, so this is more than is needed. */
  @ParameterizedTest
  @MethodSource("shapes")
  void noTreeTakesMoreThanWasSaid(Shape shape) throws IOException {
    byte[] json = whole(shape.tail(LENGTH));
    JsonSize size = JsonSize.of(json);

    for (ObjectMapper mapper : MAPPERS) {
      mapper.readTree(whole(shape.tail(1000)));
      long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      JsonNode tree = mapper.readTree(json);
      long taken = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;

      assertThat(tree.isObject()).isTrue();
      assertThat(taken).isLessThan(size.bytes() + BESIDES);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"s", "ö", "한", "🙂", "\\n", "\\/s", "\\u00f6", "\\u00f6한"})
  void aLongTextTakesNothingBeforeItIsAskedForAndThenNoMoreThanWasSaid(String piece)
      throws IOException {
    byte[] json = whole(GrowingJson.longString(piece, 1_000_000));
    JsonSize size = JsonSize.of(json);
    JsonNode text = MAPPERS.get(0).readTree(json).get("x");

    long begin = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    MAPPERS.get(0).readTree(json);
    long read = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    text.asText();
    long asked = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());

    assertThat(read - begin).isLessThan(BESIDES);
    assertThat(asked - read).isLessThan(size.bytes() + BESIDES);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void tokensAreCountedAsJacksonCountsThem(Shape shape) throws IOException {
    byte[] json = whole(shape.tail(20_000));

    assertThat(JsonSize.of(json).tokens()).isEqualTo(tokens(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      value = {
        "                              | 0",
        "1                             | 1",
        "-1.5e3                        | 1",
        "[]                            | 2",
        "{\"a\":[1,true,\"]{\\\"\"]}   | 8",
        "[ 1 , null , { } ]            | 6",
        "\"a                           | 1",
        "\"a\\                         | 1",
      })
  void aTokenIsABracketOrAValue(String json, int tokens) {
    byte[] bytes = json == null ? new byte[0] : json.getBytes(StandardCharsets.UTF_8);

    assertThat(JsonSize.of(bytes).tokens()).isEqualTo(tokens);
  }

  @Property
  void anyBytesHaveASize(@ForAll byte[] bytes) {
    assertThat(JsonSize.of(bytes).tokens()).isBetween(0, bytes.length);
  }

  @Property
  void aStringIsOneTokenWhateverIsInIt(@ForAll String text) throws JsonProcessingException {
    byte[] json = new ObjectMapper().writeValueAsBytes(List.of(text));

    assertThat(JsonSize.of(json).tokens()).isEqualTo(3);
  }

  private static int tokens(byte[] json) throws IOException {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxTokenCount(Long.MAX_VALUE).build())
            .build();
    try (JsonParser parser = factory.createParser(json)) {
      int tokens = 0;
      while (parser.nextToken() != null) {
        tokens++;
      }
      return tokens;
    }
  }

  private static byte[] whole(byte[] tail) {
    byte[] head = "{\"a\":1".getBytes(StandardCharsets.UTF_8);
    byte[] whole = new byte[head.length + tail.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(tail, 0, whole, head.length, tail.length);
    return whole;
  }
}
