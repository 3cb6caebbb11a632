package io.gatehouse.tracing;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * W3C trace context, version 00, as in the header {@code traceparent}.
 *
 * @param traceId 32 hexadecimal digits, not all zero
 * @param spanId 16 hexadecimal digits, not all zero
 * @param flags two hexadecimal digits; the lowest bit means that the trace may be recorded
 */
record Traceparent(String traceId, String spanId, String flags) {

  private static final Pattern FORM =
      Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})");

  private static final int TRACE_BYTES = 16;
  private static final int BYTES = 24;

  /** Parses one; empty if the text is invalid, or null. */
  static Optional<Traceparent> parse(String text) {
    return Optional.ofNullable(text)
        .map(FORM::matcher)
        .filter(Matcher::matches)
        .map(found -> new Traceparent(found.group(1), found.group(2), found.group(3)));
  }

  /** A new one, if nothing is traced here; receivers decide whether to record it. */
  static Traceparent fresh() {
    byte[] bytes = new byte[BYTES];
    ThreadLocalRandom.current().nextBytes(bytes);
    HexFormat hex = HexFormat.of();
    return new Traceparent(
        hex.formatHex(bytes, 0, TRACE_BYTES), hex.formatHex(bytes, TRACE_BYTES, BYTES), "01");
  }

  @Override
  public String toString() {
    return "00-" + traceId + "-" + spanId + "-" + flags;
  }
}
