package io.gatehouse.tracing;

import org.slf4j.spi.LoggingEventBuilder;
import org.slf4j.spi.NOPLoggingEventBuilder;

/** Log lines about an event: its id and its trace's id are fields of the line. */
public final class EventLine {

  private EventLine() {}

  /**
   * Adds the fields to a line.
   *
   * @param line not written yet; if its level is off this costs nothing
   * @param traceparent of the event; null or invalid leaves the trace out
   */
  public static LoggingEventBuilder about(
      LoggingEventBuilder line, String eventId, String traceparent) {
    if (line instanceof NOPLoggingEventBuilder) {
      return line;
    }
    LoggingEventBuilder about = line.addKeyValue("event.id", eventId);
    return Traceparent.parse(traceparent)
        .map(trace -> about.addKeyValue("trace.id", trace.traceId()))
        .orElse(about);
  }
}
