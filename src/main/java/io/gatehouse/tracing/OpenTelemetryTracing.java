package io.gatehouse.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.Optional;
import org.springframework.beans.factory.DisposableBean;

/** Stages as OpenTelemetry spans, which are exported to a collector in batches. */
final class OpenTelemetryTracing implements Tracing, DisposableBean {

  private static final AttributeKey<String> VENDOR = AttributeKey.stringKey("gatehouse.vendor");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("gatehouse.outcome");
  private static final AttributeKey<String> QUEUE =
      AttributeKey.stringKey("messaging.destination.name");
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("cloudevents.event_type");
  private static final AttributeKey<String> ID = AttributeKey.stringKey("cloudevents.event_id");

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  OpenTelemetryTracing(SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider.get("io.gatehouse");
  }

  @Override
  public TraceStage webhook(String vendor) {
    return begin(
        tracer
            .spanBuilder("webhook " + vendor)
            .setNoParent()
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(VENDOR, vendor));
  }

  @Override
  public TraceStage send(TraceStage webhook, String queue) {
    Context before =
        webhook instanceof SpanStage stage ? Context.root().with(stage.span()) : Context.root();
    return begin(
        tracer
            .spanBuilder("send " + queue)
            .setParent(before)
            .setSpanKind(SpanKind.PRODUCER)
            .setAttribute(QUEUE, queue));
  }

  @Override
  public TraceStage delivery(String traceparent, String queue, String receiver) {
    Optional<SpanContext> before = Traceparent.parse(traceparent).map(OpenTelemetryTracing::remote);
    return begin(
        tracer
            .spanBuilder("deliver " + receiver)
            .setParent(before.map(c -> Context.root().with(Span.wrap(c))).orElse(Context.root()))
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(QUEUE, queue));
  }

  private static SpanContext remote(Traceparent before) {
    return SpanContext.createFromRemoteParent(
        before.traceId(),
        before.spanId(),
        TraceFlags.fromHex(before.flags(), 0),
        TraceState.getDefault());
  }

  private static TraceStage begin(SpanBuilder span) {
    return new SpanStage(span.startSpan());
  }

  @Override
  public void destroy() {
    provider.close();
  }

  private record SpanStage(Span span) implements TraceStage {

    @Override
    public boolean isTraced() {
      return true;
    }

    @Override
    public String traceparent() {
      SpanContext context = span.getSpanContext();
      return new Traceparent(
              context.getTraceId(), context.getSpanId(), context.getTraceFlags().asHex())
          .toString();
    }

    @Override
    public TraceStage about(String type, String eventId) {
      span.setAttribute(TYPE, type).setAttribute(ID, eventId);
      return this;
    }

    @Override
    public void end(String outcome, boolean good) {
      span.setAttribute(OUTCOME, outcome);
      if (!good) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end();
    }
  }
}
