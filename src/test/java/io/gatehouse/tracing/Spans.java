package io.gatehouse.tracing;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A collector, which keeps the spans that it receives by OTLP over HTTP. */
final class Spans implements AutoCloseable {

  private final WireMockServer collector = new WireMockServer(wireMockConfig().dynamicPort());

  Spans() {
    collector.start();
    collector.stubFor(post(anyUrl()).willReturn(ok()));
  }

  /**
   * A span as the collector received it.
   *
   * @param parent empty if it is the first of its trace
   */
  record Span(
      String name,
      String kind,
      String trace,
      String id,
      String parent,
      boolean failed,
      Map<String, String> attributes) {

    static Span of(io.opentelemetry.proto.trace.v1.Span span) {
      return new Span(
          span.getName(),
          span.getKind().name().replace("SPAN_KIND_", ""),
          hex(span.getTraceId()),
          hex(span.getSpanId()),
          hex(span.getParentSpanId()),
          span.getStatus().getCodeValue() == 2,
          span.getAttributesList().stream()
              .collect(
                  Collectors.toMap(
                      attribute -> attribute.getKey(),
                      attribute -> attribute.getValue().getStringValue())));
    }

    private static String hex(ByteString bytes) {
      return HexFormat.of().formatHex(bytes.toByteArray());
    }
  }

  String url() {
    return collector.baseUrl();
  }

  List<Span> all() {
    return collector.findAll(postRequestedFor(urlEqualTo("/v1/traces"))).stream()
        .flatMap(Spans::spans)
        .toList();
  }

  /** The spans about one event, in the order in which they ended. */
  List<Span> of(String eventId) {
    return all().stream()
        .filter(span -> eventId.equals(span.attributes().get("cloudevents.event_id")))
        .toList();
  }

  private static Stream<Span> spans(LoggedRequest request) {
    try {
      return ExportTraceServiceRequest.parseFrom(request.getBody()).getResourceSpansList().stream()
          .flatMap(resource -> resource.getScopeSpansList().stream())
          .flatMap(scope -> scope.getSpansList().stream())
          .map(Span::of);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("The collector got what is no OTLP", e);
    }
  }

  @Override
  public void close() {
    collector.stop();
  }
}
