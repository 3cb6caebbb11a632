package io.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.contract.Contract;
import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Bus;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Every request in {@code src/test/resources/vendors} against the running gateway. A folder is an
 * account of a vendor: its {@code account.properties}, if there is one, holds the settings in which
 * it differs from the profile {@code local}. In it each case is a folder with {@code request.http}
 * as the vendor sends it and {@code event.json}, the event that it must become, or {@code
 * answer.json}, the answer that it must get. {@code src/test/resources/vendors/README.md} says
 * more. Each event is also what the contract for bus consumers promises, docs/asyncapi.yaml.
 */
class VendorRequestsTest {

  private static final Path VENDORS = Path.of("src/test/resources/vendors");
  private static final ObjectMapper JSON = new ObjectMapper();

  private Gateway own;

  @AfterEach
  void stopTheGatewayOfAnAccount() {
    if (own != null) {
      own.close();
      own = null;
    }
  }

  @TestFactory
  Stream<DynamicNode> requestsBecomeWhatTheirFilesSay() throws IOException {
    return folders(VENDORS).stream()
        .map(account -> dynamicContainer(account.getFileName().toString(), cases(account)));
  }

  private Stream<DynamicNode> cases(Path account) {
    return Stream.of(account)
        .flatMap(
            folder -> {
              Gateway gateway = gateway(folder);
              return folders(folder).stream()
                  .map(
                      test ->
                          (DynamicNode)
                              dynamicTest(
                                  test.getFileName().toString(), () -> check(gateway, test)));
            });
  }

  private Gateway gateway(Path account) {
    Path settings = account.resolve("account.properties");
    if (!Files.exists(settings)) {
      return Gateway.shared();
    }
    if (own != null) {
      own.close();
    }
    own = Gateway.start(read(settings));
    return own;
  }

  private static void check(Gateway gateway, Path test) throws IOException {
    Answer answer = gateway.send(Request.read(test.resolve("request.http")));

    Path expectedAnswer = test.resolve("answer.json");
    if (Files.exists(expectedAnswer)) {
      checkAnswer(answer, JSON.readTree(expectedAnswer.toFile()));
    } else {
      checkEvent(gateway.bus(), answer, test);
    }
  }

  private static void checkAnswer(Answer answer, JsonNode expected) {
    assertThat(answer.status()).isEqualTo(expected.get("status").asInt());
    expected
        .path("headers")
        .properties()
        .forEach(
            header ->
                assertThat(answer.headers())
                    .containsEntry(header.getKey().toLowerCase(), header.getValue().asText()));
  }

  private static void checkEvent(Bus bus, Answer answer, Path test) throws IOException {
    JsonNode expected = JSON.readTree(test.resolve("event.json").toFile());
    String queue = expected.get("address").asText();
    boolean quarantined = queue.equals("kyc.quarantine");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("status").asText())
        .isEqualTo(quarantined ? "quarantined" : "accepted");

    Bus.Received event = bus.take(queue, answer.id()).orElseThrow();
    String described = Contract.isUndescribed(test) ? null : event.text();
    assertThat(Contract.committed().faults(queue, event.properties(), described)).isEmpty();
    expected
        .path("attributes")
        .properties()
        .forEach(
            attribute ->
                assertThat(event.attribute(attribute.getKey()))
                    .as(attribute.getKey())
                    .isEqualTo(
                        attribute.getValue().isNull() ? null : attribute.getValue().asText()));
    byte[] data =
        Files.exists(test.resolve("data.json"))
            ? Files.readAllBytes(test.resolve("data.json"))
            : Request.read(test.resolve("request.http")).body();
    if (quarantined) {
      assertThat(event.bytes()).isEqualTo(data);
    } else {
      assertThat(event.text()).isEqualTo(new String(data, StandardCharsets.UTF_8));
    }
  }

  private static List<Path> folders(Path parent) {
    try (Stream<Path> children = Files.list(parent)) {
      return children.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, properties::getProperty));
  }
}
