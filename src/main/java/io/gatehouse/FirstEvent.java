package io.gatehouse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Logs what to do next for somebody who tries Gatehouse out. */
@Component
class FirstEvent {

  private static final Logger LOG = LoggerFactory.getLogger(FirstEvent.class);

  private final Environment environment;

  FirstEvent(Environment environment) {
    this.environment = environment;
  }

  @EventListener(ApplicationReadyEvent.class)
  void logHint() {
    if (!environment.matchesProfiles("local")) {
      return;
    }
    LOG.info(
        """
        Gatehouse is ready, with the profile "local". Send a first event:

          curl -i 'http://localhost:{}/webhooks/kompliant?partner_id=rockoutpay' \\
            -H 'X-Forwarded-For: 3.230.141.132' -H 'Content-Type: application/json' \\
            -d '{"event":"decision_analytics_completed","application_id":"w_4EiT4WbJdcLPz3buiZNcO8"}'

        It is in the queue kyc.business: AMQP or JMS at {}, user and password "bus". A copy goes
        to a stand-in for the CRM, which says here that it got it.
        """,
        environment.getProperty("local.server.port"),
        environment.getProperty("gatehouse.broker.acceptor"));
  }
}
