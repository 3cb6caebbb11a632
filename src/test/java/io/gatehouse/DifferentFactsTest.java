package io.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.VendorSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Two facts are two events and one fact is one, whatever the vendor: samples are changed at random,
 * sent, and all events on the bus are counted. Each try covers every file of {@code
 * routes/vendors}.
 */
class DifferentFactsTest {

  /** Where each vendor names the subject; the first that exists counts. */
  private static final Map<String, List<String>> SUBJECTS =
      Map.of(
          "argos", List.of("/submission_id"),
          "kompar", List.of("/application_id"),
          "kompliant", List.of("/application_id"),
          "ondato", List.of("/Payload/identityVerificationId", "/Payload/id"),
          "persona",
              List.of(
                  "/data/attributes/payload/data/relationships/inquiry/data/id",
                  "/data/attributes/payload/data/id"),
          "sumsub", List.of("/applicantId"),
          "thekyb", List.of("/kyb_backoffice_id"),
          "veriff", List.of("/id", "/verification/id", "/sessionId", "/attemptId"));

  /** Where some vendors put an id of their own. */
  private static final Map<String, String> IDS =
      Map.of("kompliant", "/id", "ondato", "/Id", "persona", "/data/id");

  private static final List<String> QUEUES =
      Stream.of(
              "identity",
              "business",
              "screening",
              "document",
              "onboarding",
              "lending",
              "unclassified",
              "quarantine")
          .map(name -> "kyc." + name)
          .toList();

  private static Gateway gateway;

  @BeforeContainer
  static void start() {
    gateway = Gateway.start(Map.of());
  }

  @AfterContainer
  static void stop() {
    gateway.close();
  }

  /** An event about a subject of its own, and whether the vendor sends an id. */
  private record Fact(VendorSample sample, ObjectNode event, boolean hasId) {

    static Fact of(VendorSample sample, String subject) {
      ObjectNode event = sample.event().deepCopy();
      set(event, place(sample), subject);
      String id = IDS.getOrDefault(sample.vendor(), "/none");
      boolean hasId = !event.at(id).isMissingNode();
      if (hasId) {
        set(event, id, UUID.randomUUID().toString());
      }
      return new Fact(sample, event, hasId);
    }

    static String place(VendorSample sample) {
      return SUBJECTS.get(sample.vendor()).stream()
          .filter(pointer -> !sample.event().at(pointer).isMissingNode())
          .findFirst()
          .orElse("");
    }

    private static void set(ObjectNode event, String pointer, String value) {
      JsonPointer place = JsonPointer.compile(pointer);
      ((ObjectNode) event.at(place.head())).put(place.last().getMatchingProperty(), value);
    }

    Answer send() {
      Answer answer = gateway.send(sample.saying(event));
      assertThat(answer.status()).as(sample.vendor() + " " + event).isEqualTo(200);
      return answer;
    }

    /** Resets the connection, repeatedly if the gateway had not read the event before. */
    void storeWithoutAnAnswer() {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                gateway.sendAndReset(sample.saying(event));
                return isSoonOnTheBus();
              });
    }

    private boolean isSoonOnTheBus() {
      try {
        await()
            .atMost(Duration.ofSeconds(1))
            .until(() -> !gateway.bus().browse(sample.address()).isEmpty());
        return true;
      } catch (ConditionTimeoutException e) {
        return false;
      }
    }

    /**
     * The same, its members in the opposite order. Of members whose names differ only in case, the
     * last one counts, so these keep their order.
     */
    Fact again() {
      if (hasNamesThatDifferOnlyInCase()) {
        return this;
      }
      ObjectNode turned = JsonNodeFactory.instance.objectNode();
      List<Map.Entry<String, JsonNode>> members = new ArrayList<>(event.properties());
      Collections.reverse(members);
      members.forEach(member -> turned.set(member.getKey(), member.getValue()));
      return new Fact(sample, turned, hasId);
    }

    private boolean hasNamesThatDifferOnlyInCase() {
      Set<String> names = new HashSet<>();
      return event.properties().stream()
          .anyMatch(member -> !names.add(member.getKey().toLowerCase(Locale.ROOT)));
    }

    Fact withAnotherMember() {
      ObjectNode more = event.deepCopy();
      more.put("member-of-the-test", UUID.randomUUID().toString());
      return new Fact(sample, more, hasId);
    }

    /** The same except for one member, which is not the subject; a new one if there is no other. */
    Fact changed(Random random) {
      List<String> names = new ArrayList<>();
      event.fieldNames().forEachRemaining(names::add);
      names.removeIf(name -> place(sample).equals("/" + name));
      if (names.isEmpty()) {
        return withAnotherMember();
      }
      ObjectNode other = event.deepCopy();
      String name = names.get(random.nextInt(names.size()));
      other.set(name, changed(other.get(name)));
      return new Fact(sample, other, hasId);
    }

    private static JsonNode changed(JsonNode value) {
      JsonNodeFactory nodes = JsonNodeFactory.instance;
      if (value instanceof ObjectNode object) {
        return object.put("member-of-the-test", true);
      } else if (value instanceof ArrayNode array) {
        return array.add("of the test");
      } else if (value.isBoolean()) {
        return nodes.booleanNode(!value.asBoolean());
      }
      return nodes.textNode(value.asText() + "1");
    }
  }

  /** Two facts of one subject. */
  private record Facts(Fact one, Fact other) {}

  /** Two facts of each vendor that differ in one thing. */
  @Provide
  Arbitrary<List<Facts>> pairs() {
    return ofEachVendor(
        (vendor, random) -> random.nextBoolean() ? states(vendor, random) : change(vendor, random));
  }

  /** Two facts of each vendor that have the same address. */
  @Provide
  Arbitrary<List<Facts>> states() {
    return ofEachVendor(DifferentFactsTest::states);
  }

  private static Arbitrary<List<Facts>> ofEachVendor(BiFunction<String, Random, Facts> facts) {
    return Arbitraries.randomValue(
        random ->
            SUBJECTS.keySet().stream()
                .sorted()
                .map(vendor -> facts.apply(vendor, random))
                .toList());
  }

  private static Facts change(String vendor, Random random) {
    Facts facts = states(vendor, random);
    return facts.one().hasId() ? facts : new Facts(facts.one(), facts.one().changed(random));
  }

  private static Facts states(String vendor, Random random) {
    List<VendorSample> samples =
        VendorSample.of(vendor).stream().filter(sample -> !Fact.place(sample).isEmpty()).toList();
    VendorSample sample = samples.get(random.nextInt(samples.size()));
    Fact one = Fact.of(sample, UUID.randomUUID().toString());
    String subject = one.event().at(Fact.place(sample)).asText();
    if (one.hasId()) {
      return new Facts(one, Fact.of(sample, subject));
    }
    List<VendorSample> others =
        samples.stream()
            .filter(other -> other.address().equals(sample.address()))
            .filter(other -> !other.type().equals(sample.type()))
            .toList();
    return new Facts(
        one,
        others.isEmpty() || random.nextBoolean()
            ? one.withAnotherMember()
            : Fact.of(others.get(random.nextInt(others.size())), subject));
  }

  @Example
  void everyVendorsFileIsTried() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("routes/vendors"))) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".camel.yaml", "")))
          .containsExactlyInAnyOrderElementsOf(SUBJECTS.keySet());
    }
  }

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void whatSaysSomethingElseIsAnotherEvent(@ForAll("pairs") List<Facts> pairs) {
    for (Facts pair : pairs) {
      String one = pair.one().send().id();
      String other = pair.other().send().id();

      assertThat(other).as(pair.toString()).isNotEqualTo(one);
      assertThat(taken()).as(pair.toString()).containsExactlyInAnyOrder(one, other);
    }
  }

  @Property(tries = 6, shrinking = ShrinkingMode.OFF)
  void theSameOfAnotherSubjectIsAnotherEvent(@ForAll("pairs") List<Facts> pairs) {
    for (Facts pair : pairs) {
      Fact other = Fact.of(pair.one().sample(), UUID.randomUUID().toString());

      String one = pair.one().send().id();

      assertThat(other.send().id()).as(pair.toString()).isNotEqualTo(one);
      assertThat(taken()).as(pair.toString()).hasSize(2);
    }
  }

  @Property(tries = 6, shrinking = ShrinkingMode.OFF)
  void whatIsSentAgainIsOneEvent(@ForAll("pairs") List<Facts> pairs) {
    for (Facts pair : pairs) {
      String one = pair.one().send().id();

      assertThat(pair.one().again().send().id()).as(pair.toString()).isEqualTo(one);
      assertThat(taken()).as(pair.toString()).containsExactly(one);
    }
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void aStateThatComesBackIsNewUnlessAnIdOrTimeSaysThatItIsTheOldOne(
      @ForAll("states") List<Facts> states) {
    for (Facts pair : states) {
      String one = pair.one().send().id();
      String other = pair.other().send().id();
      String oneAgain = pair.one().send().id();
      String otherAgain = pair.other().send().id();
      String repeated = pair.other().again().send().id();

      assertThat(oneAgain.equals(one)).as(pair.toString()).isEqualTo(!isOfAWindow(one));
      assertThat(otherAgain.equals(other)).as(pair.toString()).isEqualTo(!isOfAWindow(other));
      assertThat(repeated).as(pair.toString()).isEqualTo(otherAgain);
      assertThat(taken())
          .as(pair.toString())
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(one, other, oneAgain, otherAgain).collect(Collectors.toSet()));
    }
  }

  private static boolean isOfAWindow(String id) {
    return id.matches("[0-9a-f]{32}-[0-9a-z]+");
  }

  @Property(tries = 2, shrinking = ShrinkingMode.OFF)
  void aLateRetryOfWhatWasNotAnsweredIsTheOldEvent(@ForAll("states") List<Facts> states) {
    for (Facts pair : states) {
      pair.one().storeWithoutAnAnswer();
      String other = pair.other().send().id();

      String late = pair.one().send().id();

      assertThat(taken()).as(pair.toString()).containsExactly(late, other);
    }
  }

  /** The ids of all events on the bus. */
  private static List<String> taken() {
    return gateway.bus().takeAll(QUEUES).stream().map(event -> event.attribute("id")).toList();
  }
}
