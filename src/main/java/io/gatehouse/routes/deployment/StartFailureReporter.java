package io.gatehouse.routes.deployment;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.util.StringUtils;

/**
 * Reports in one line why the gateway did not start, in place of Spring Boot's page. If the log is
 * JSON, the sentence is also printed to standard error, for whoever started the gateway by hand.
 */
class StartFailureReporter implements FailureAnalysisReporter {

  private static final String NAME = "io.gatehouse.Gatehouse";
  private static final Logger LOG = LoggerFactory.getLogger(NAME);

  @Override
  public void report(FailureAnalysis analysis) {
    String action = analysis.getAction() == null ? "" : " " + analysis.getAction().strip();
    silencePage();
    if (isForMachines() && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(NAME).addAppender(plain(context));
    }
    LOG.error("Gatehouse did not start. {}{}", analysis.getDescription().strip(), action);
  }

  /** Turns the page off; the log settings that usually do so may be what could not be read. */
  private static void silencePage() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(FailureAnalysisReporter.class.getPackageName()).setLevel(Level.OFF);
    }
  }

  private static boolean isForMachines() {
    String format = LoggingSystemProperty.CONSOLE_STRUCTURED_FORMAT.getEnvironmentVariableName();
    return StringUtils.hasText(System.getProperty(format));
  }

  private static ConsoleAppender<ILoggingEvent> plain(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%msg%n");
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget(ConsoleTarget.SystemErr.getName());
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }
}
