package io.gatehouse.broker;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps text of clients out of the log: Artemis quotes, as an error of its own, each selector that
 * it cannot parse. The client receives the error anyway.
 */
final class ClientErrorFilter extends Filter<ILoggingEvent> {

  private static final String BROKER = "org.apache.activemq.artemis.core.server";

  /**
   * Errors about a client's selector, packet or handshake that cannot be parsed: they quote it, and
   * any client could cause as many as it likes.
   */
  private static final Set<String> OF_CLIENTS =
      Set.of(
          "AMQ224006",
          "AMQ224016",
          "AMQ224017",
          "AMQ224018",
          "AMQ224019",
          "AMQ224020",
          "AMQ224088",
          "AMQ224126");

  private ClientErrorFilter() {}

  /** Adds the filter to every appender, which receives only what is to be written. */
  static void keepOut() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      Iterator<Appender<ILoggingEvent>> appenders =
          context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
      appenders.forEachRemaining(ClientErrorFilter::keepOutOf);
    }
  }

  private static void keepOutOf(Appender<ILoggingEvent> appender) {
    if (appender.getCopyOfAttachedFiltersList().stream()
        .noneMatch(ClientErrorFilter.class::isInstance)) {
      ClientErrorFilter filter = new ClientErrorFilter();
      filter.start();
      appender.addFilter(filter);
    }
  }

  @Override
  public FilterReply decide(ILoggingEvent line) {
    return isOfClients(line) ? FilterReply.DENY : FilterReply.NEUTRAL;
  }

  private static boolean isOfClients(ILoggingEvent line) {
    return line.getLoggerName().equals(BROKER)
        && OF_CLIENTS.stream().anyMatch(line.getMessage()::startsWith);
  }

  /** Counts the suppressed lines: each is a refused client. */
  static final class Count extends AppenderBase<ILoggingEvent> {

    private final LongAdder lines = new LongAdder();

    /** Starts a count at zero, which continues until it is stopped. */
    static Count begin() {
      Count count = new Count();
      if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
        count.setContext(context);
        count.start();
        context.getLogger(BROKER).addAppender(count);
      }
      return count;
    }

    long soFar() {
      return lines.sum();
    }

    @Override
    protected void append(ILoggingEvent line) {
      if (isOfClients(line)) {
        lines.increment();
      }
    }

    @Override
    public void stop() {
      super.stop();
      if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
        context.getLogger(BROKER).detachAppender(this);
      }
    }
  }
}
