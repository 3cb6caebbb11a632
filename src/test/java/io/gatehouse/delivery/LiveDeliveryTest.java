package io.gatehouse.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.noContent;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.gatehouse.delivery.Receivers.await;
import static io.gatehouse.delivery.Receivers.forAWhile;
import static io.gatehouse.delivery.Receivers.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.gateway.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries whose route file is edited while the gateway runs. */
class LiveDeliveryTest {

  private static final String RIGHT = "receiver: crm, again";
  private static final String WITH_PATH = "receiver: crm, path: .id, again";

  @TempDir static Path folder;
  private static Receivers receivers;
  private static Path file;
  private static String asItWas;

  @BeforeAll
  static void start() throws IOException {
    receivers = Receivers.with(folder);
    receivers.set("gatehouse.delivery.pause-after", "4").set("gatehouse.delivery.pause", "3s");
    receivers.start();
    file = folder.resolve("routes/downstream/crm.camel.yaml");
    asItWas = Files.readString(file);
    assertThat(asItWas).contains(RIGHT);
  }

  @AfterAll
  static void stop() {
    receivers.close();
  }

  @BeforeEach
  void everythingIsAsItWas() throws IOException {
    Files.writeString(file, asItWas);
    await().until(() -> state().equals("served"));
    receivers.crm().resetAll();
    receivers.crm().stubFor(any(anyUrl()).willReturn(noContent()));
  }

  @Test
  void anEditReachesTheDeliveriesAndLosesNoEvent() throws IOException {
    List<String> sent = new ArrayList<>();
    for (int edit = 0; edit < 4; edit++) {
      String path = edit % 2 == 0 ? "/events/.+" : "/events";
      int before = requestsTo(path);
      Files.writeString(file, edit % 2 == 0 ? asItWas.replace(RIGHT, WITH_PATH) : asItWas);

      await()
          .until(
              () -> {
                sent.add(id("e"));
                receivers.approved(sent.get(sent.size() - 1), "s-" + sent.size() % 7);
                return requestsTo(path) > before + 3;
              });
    }

    await().until(() -> receivers.arrivals().size() >= sent.size());
    assertThat(receivers.arrivals()).containsExactlyInAnyOrderElementsOf(sent);
  }

  @Test
  void eventsOfADeletedFileWaitUntilItIsThereAgain() throws IOException {
    Files.delete(file);
    await().until(() -> state().isEmpty());
    String waiting = id("waiting");

    receivers.approved(waiting, "s-1");

    forAWhile().until(() -> receivers.requestsOf(waiting).isEmpty());
    Files.writeString(file, asItWas);
    await().until(() -> receivers.requestsOf(waiting).size() == 1);
  }

  /** The circuit breaker of the removed revision would otherwise start its consumer again. */
  @Test
  void anEditWhileTheReceiverIsDownLeavesOneConsumer() throws IOException {
    receivers.crm().stubFor(any(anyUrl()).willReturn(serverError()));
    for (int i = 0; i < 8; i++) {
      receivers.approved(id("down"), "s-" + i);
    }
    await().until(() -> requestsTo("/events") >= 4);
    Files.writeString(file, asItWas.replace(RIGHT, WITH_PATH));
    await().until(() -> requestsTo("/events/.+") > 0);
    receivers.crm().resetMappings();
    receivers.crm().stubFor(any(anyUrl()).willReturn(noContent()));
    List<String> later = new ArrayList<>();

    // Longer than the older circuit breaker waits: what it starts again would consume some of
    // these.
    Awaitility.await()
        .during(Duration.ofSeconds(5))
        .atMost(Duration.ofSeconds(15))
        .until(
            () -> {
              later.add(id("later"));
              receivers.approved(later.get(later.size() - 1), id("s"));
              return true;
            });

    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> receivers.arrivals().containsAll(later));
  }

  /** The state of the file on the operators' port; empty if it is missing. */
  private static String state() throws IOException {
    String routes = receivers.gateway().operate(Request.get("/actuator/routes")).body();
    for (JsonNode line : new ObjectMapper().readTree(routes).path("files")) {
      if (line.path("file").asText().equals(file.toString())) {
        return line.path("state").asText();
      }
    }
    return "";
  }

  private int requestsTo(String path) {
    return receivers.crm().findAll(postRequestedFor(urlPathMatching(path))).size();
  }
}
