package io.gatehouse.tools.simulation;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatehouse.settings.BadSettingException;
import io.gatehouse.tools.simulation.Vendor.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import net.datafaker.Faker;

/** Generates one vendor's people, companies and events; the same ones for the same seed. */
final class EventGenerator {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Vendor vendor;
  private final boolean corrupt;
  private final Random random;
  private final Expressions expressions;
  private int sent;

  EventGenerator(Vendor vendor, long seed, boolean corrupt) {
    this(vendor, new Random(seed ^ vendor.name().hashCode()), corrupt);
  }

  private EventGenerator(Vendor vendor, Random random, boolean corrupt) {
    this(
        vendor,
        random,
        corrupt,
        Expressions.of(new Faker(Locale.forLanguageTag(vendor.locale()), random)));
  }

  private EventGenerator(Vendor vendor, Random random, boolean corrupt, Expressions expressions) {
    this.vendor = vendor;
    this.corrupt = corrupt;
    this.random = random;
    this.expressions = expressions;
  }

  /** A generator that uses this text in place of each Datafaker expression. */
  static EventGenerator with(String inPlaceOfDatafaker, Vendor vendor) {
    return new EventGenerator(
        vendor, new Random(0), false, new Expressions(expression -> inPlaceOfDatafaker));
  }

  /** Generates the events about a new subject, of which the last happens now. */
  List<SimulatedEvent> generate(List<Step> steps) {
    Duration length = steps.stream().map(Step::at).max(Duration::compareTo).orElse(Duration.ZERO);
    Instant beginning = Instant.now().minus(length);
    Map<String, String> subject = fill(new LinkedHashMap<>(), vendor.subject(), beginning);
    return steps.stream()
        .map(step -> event(step.event(), subject, beginning.plus(step.at())))
        .toList();
  }

  /** Adds the generated values of these expressions; each may refer to the ones before it. */
  private Map<String, String> fill(
      Map<String, String> values, Map<String, String> texts, Instant time) {
    texts.forEach((name, text) -> values.put(name, expressions.fill(text, values, time)));
    return values;
  }

  private SimulatedEvent event(String word, Map<String, String> subject, Instant time) {
    Vendor.Event event = vendor.event(word);
    Map<String, String> values = new LinkedHashMap<>(subject);
    values.put("event", word);
    fill(values, event.values(), time);
    byte[] body = body(word, expressions.fillJson(vendor.bodyOf(event), values, time));
    boolean encrypted =
        switch (vendor.encryptedOf(event)) {
          case TRUE -> true;
          case FALSE -> false;
          case EITHER -> random.nextBoolean();
        };
    int number = sent++;
    boolean damaged = corrupt && encrypted && number % 2 == 0;
    return new SimulatedEvent(
        vendor,
        word,
        corrupt && !damaged ? spoilt(body, number) : body,
        encrypted,
        damaged,
        vendor.credentials().ofRequest(number));
  }

  private byte[] body(String word, String text) {
    try {
      return JSON.writeValueAsBytes(JSON.readTree(text));
    } catch (JacksonException e) {
      throw new BadSettingException(
          "%s: the body of '%s' is not JSON (%s); correct it in its simulation file."
              .formatted(vendor.name(), word, e.getOriginalMessage()));
    }
  }

  /** An unreadable body: one that is truncated, or that contains a byte which is not UTF-8. */
  private static byte[] spoilt(byte[] body, int number) {
    if (number % 4 < 2) {
      // Truncated at the end: without its ids, the body would be the same for every subject, and
      // stored once.
      return Arrays.copyOf(body, body.length - 1);
    }
    byte[] spoilt = body.clone();
    spoilt[spoilt.length - 1] = (byte) 0xFF;
    return spoilt;
  }

  /**
   * One generated event, ready to be sent any number of times.
   *
   * @param event the vendor's word
   * @param body as JSON, possibly corrupted
   * @param encrypted whether to encrypt it, each time anew
   * @param damaged whether to corrupt its ciphertext
   * @param proofs with which the vendor authenticates
   */
  record SimulatedEvent(
      Vendor vendor,
      String event,
      byte[] body,
      boolean encrypted,
      boolean damaged,
      List<Credential> proofs) {

    String path() {
      return vendor.pathOf(vendor.event(event));
    }

    String name() {
      return vendor.name() + " " + event;
    }
  }
}
