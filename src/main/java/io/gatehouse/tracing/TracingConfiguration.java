package io.gatehouse.tracing;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.gatehouse.settings.BadSettingException;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Configures the trace collector: {@code management.otlp.tracing.endpoint}, else OpenTelemetry's
 * own variables. It receives OTLP over HTTP.
 */
@Configuration(proxyBeanMethods = false)
class TracingConfiguration {

  private static final String PATH = "/v1/traces";

  /** A slow or missing collector costs spans, and never an event. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration TOGETHER = Duration.ofSeconds(1);

  @Bean
  Tracing tracing(
      Environment environment,
      @Value("${spring.application.name:gatehouse}") String name,
      @Value("${management.tracing.sampling.probability:0.1}") double share) {
    String endpoint = endpoint(environment);
    return endpoint.isEmpty() ? Tracing.NONE : collected(endpoint, name, share);
  }

  private static String endpoint(Environment environment) {
    String base = environment.getProperty("otel.exporter.otlp.endpoint", "").strip();
    return Stream.of(
            environment.getProperty("management.otlp.tracing.endpoint", "").strip(),
            environment.getProperty("otel.exporter.otlp.traces.endpoint", "").strip(),
            base.isEmpty() ? "" : base.replaceAll("/+$", "") + PATH)
        .filter(one -> !one.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static Tracing collected(String endpoint, String name, double share) {
    // The trace's id decides, equally at each stage; a flag that came from elsewhere does not.
    Sampler sampler = Sampler.traceIdRatioBased(checked(share));
    return new OpenTelemetryTracing(
        SdkTracerProvider.builder()
            .setResource(Resource.create(Attributes.of(stringKey("service.name"), name)))
            .setSampler(sampler)
            .setIdGenerator(new UnflaggedIds())
            .addSpanProcessor(
                BatchSpanProcessor.builder(exporter(endpoint)).setScheduleDelay(TOGETHER).build())
            .build());
  }

  private static double checked(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new BadSettingException(
          "management.tracing.sampling.probability: \"%s\" is no share from 0 to 1."
              .formatted(share));
    }
    return share;
  }

  private static SpanExporter exporter(String endpoint) {
    try {
      return OtlpHttpSpanExporter.builder().setEndpoint(endpoint).setTimeout(PATIENCE).build();
    } catch (IllegalArgumentException e) {
      // The value is left out: an address may contain a password.
      throw new BadSettingException(
          "management.otlp.tracing.endpoint: what is set is no address such as http://collector:4318/v1/traces.");
    }
  }

  /**
   * OpenTelemetry's random ids, without the flag that marks them as random: the flags of a {@code
   * traceparent} stay {@code 00} and {@code 01}, which receivers of the first version of W3C Trace
   * Context compare as texts.
   */
  private static final class UnflaggedIds implements IdGenerator {

    private final IdGenerator ids = IdGenerator.random();

    @Override
    public String generateSpanId() {
      return ids.generateSpanId();
    }

    @Override
    public String generateTraceId() {
      return ids.generateTraceId();
    }

    @Override
    public boolean generatesRandomTraceIds() {
      return false;
    }
  }
}
