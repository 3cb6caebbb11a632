package io.gatehouse.tracing;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.noContent;
import static com.github.tomakehurst.wiremock.client.WireMock.serviceUnavailable;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Kompar;
import io.gatehouse.gateway.Request;
import io.gatehouse.tracing.Spans.Span;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

/** What a collector of traces learns of an event: its stages, and nothing of its content. */
class TracesTest {

  private static final String FORGED = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final Spans COLLECTOR = new Spans();
  private static final WireMockServer CRM = new WireMockServer(wireMockConfig().dynamicPort());
  private static Gateway gateway;

  @BeforeAll
  static void start() {
    CRM.start();
    CRM.stubFor(any(anyUrl()).atPriority(10).willReturn(noContent()));
    gateway =
        Gateway.start(
            Map.of(
                "otel.exporter.otlp.endpoint",
                COLLECTOR.url(),
                "management.tracing.sampling.probability",
                "1",
                "crm.url",
                CRM.baseUrl() + "/events"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    CRM.stop();
    COLLECTOR.close();
  }

  private static Request application() {
    return Kompar.application(
        "{\"application_id\":\"a-%s\",\"name\":\"Anna Exempel\"}".formatted(UUID.randomUUID()));
  }

  private static List<Span> spansOf(String eventId, int count) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(COLLECTOR.of(eventId)).hasSize(count));
    return COLLECTOR.of(eventId);
  }

  private static Span named(String name, List<Span> spans) {
    return spans.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void anEventIsOneTraceFromThePostThroughTheQueueToTheDelivery() {
    String id = gateway.send(application()).id();

    List<Span> spans = spansOf(id, 3);
    Span webhook = named("webhook kompar", spans);
    Span send = named("send kyc.lending", spans);
    Span delivery = named("deliver crm", spans);
    assertThat(webhook.parent()).isEmpty();
    assertThat(send.parent()).isEqualTo(webhook.id());
    assertThat(delivery.parent()).isEqualTo(send.id());
    assertThat(spans).extracting(Span::trace).containsOnly(webhook.trace());
    assertThat(List.of(webhook.kind(), send.kind(), delivery.kind()))
        .containsExactly("SERVER", "PRODUCER", "CLIENT");
    assertThat(gateway.bus().take("kyc.lending", id).orElseThrow().attribute("traceparent"))
        .isEqualTo("00-" + webhook.trace() + "-" + send.id() + "-01");
    assertThat(traceparentsAtTheCrm(id))
        .containsExactly("00-" + webhook.trace() + "-" + delivery.id() + "-01");
  }

  private static List<String> traceparentsAtTheCrm(String id) {
    return CRM
        .findAll(anyRequestedFor(anyUrl()).withHeader("Idempotency-Key", equalTo(id)))
        .stream()
        .map(request -> request.getHeader("traceparent"))
        .toList();
  }

  @Test
  void eachAttemptIsAStageOfTheSameTrace() {
    Request event = application();
    CRM.stubFor(
        any(anyUrl())
            .inScenario("down once")
            .whenScenarioStateIs(STARTED)
            .willReturn(serviceUnavailable())
            .willSetStateTo("up"));

    String id = gateway.send(event).id();

    List<Span> attempts =
        spansOf(id, 4).stream().filter(span -> span.name().equals("deliver crm")).toList();
    assertThat(attempts)
        .extracting(span -> span.attributes().get("gatehouse.outcome"))
        .containsExactlyInAnyOrder("again", "delivered");
    assertThat(attempts).extracting(Span::parent).containsOnly(attempts.get(0).parent());
    assertThat(attempts).filteredOn(Span::failed).hasSize(1);
    assertThat(traceparentsAtTheCrm(id)).doesNotHaveDuplicates().hasSize(2);
  }

  @Test
  void aSpanSaysNoMoreThanVendorTypeQueueOutcomeAndId() {
    String id = gateway.send(application()).id();

    assertThat(spansOf(id, 3))
        .allSatisfy(
            span ->
                assertThat(span.attributes().keySet())
                    .isSubsetOf(
                        Set.of(
                            "gatehouse.vendor",
                            "gatehouse.outcome",
                            "cloudevents.event_type",
                            "cloudevents.event_id",
                            "messaging.destination.name")));
    assertThat(COLLECTOR.all().toString()).doesNotContain("Anna", "local-kompar-token");
  }

  @Test
  void aSendersOwnTraceIsNotGoneOnWith() {
    String id =
        gateway
            .send(application().header("traceparent", "00-" + FORGED + "-00f067aa0ba902b7-01"))
            .id();

    assertThat(named("webhook kompar", spansOf(id, 3)).parent()).isEmpty();
    assertThat(COLLECTOR.all()).extracting(Span::trace).doesNotContain(FORGED);
  }

  @Test
  void aForbiddenRequestHasNoTrace() {
    Answer refused = gateway.send(Request.post("/webhooks/argos?key=wrong").body("{}"));

    spansOf(gateway.send(application()).id(), 3);
    assertThat(refused.status()).isEqualTo(401);
    assertThat(COLLECTOR.all()).extracting(Span::name).doesNotContain("webhook argos");
  }

  @ParameterizedTest(name = "a share of {0}")
  @CsvSource({"0, -00, 0", "1, -01, 3"})
  void theShareAloneDecidesWhatIsExported(double share, String flag, int exported)
      throws Exception {
    try (Spans collector = new Spans()) {
      MockEnvironment environment =
          new MockEnvironment().withProperty("otel.exporter.otlp.endpoint", collector.url());
      OpenTelemetryTracing tracing =
          (OpenTelemetryTracing)
              new TracingConfiguration().tracing(environment, "gatehouse", share);

      TraceStage webhook = tracing.webhook("argos");
      TraceStage send = tracing.send(webhook, "kyc.identity");
      TraceStage delivery =
          tracing.delivery("00-" + FORGED + "-00f067aa0ba902b7-01", "deliver.crm", "crm");
      List.of(webhook, send, delivery).forEach(stage -> stage.end("done", true));
      tracing.destroy();

      assertThat(List.of(webhook, send, delivery))
          .allSatisfy(stage -> assertThat(stage.traceparent()).endsWith(flag));
      assertThat(collector.all()).hasSize(exported);
    }
  }
}
