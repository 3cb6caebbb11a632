package io.gatehouse.routes;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Says in one line why the gateway did not start, in place of Spring Boot's page. */
class StartFailureReport implements FailureAnalysisReporter {

  private static final Logger LOG = LoggerFactory.getLogger("io.gatehouse.Gatehouse");

  @Override
  public void report(FailureAnalysis analysis) {
    String action = analysis.getAction() == null ? "" : " " + analysis.getAction().strip();
    LOG.error("Gatehouse did not start. {}{}", analysis.getDescription().strip(), action);
  }
}
