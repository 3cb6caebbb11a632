package io.gatehouse.tracing;

import io.opentelemetry.sdk.trace.IdGenerator;

/**
 * OpenTelemetry's random ids, without the flag that marks them as random: the flags of a {@code
 * traceparent} stay {@code 00} and {@code 01}, which receivers of the first version of W3C Trace
 * Context compare as texts.
 */
final class UnflaggedIds implements IdGenerator {

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
