package io.gatehouse.intake;

import io.gatehouse.events.CloudEvent;
import io.gatehouse.tracing.EventLine;
import io.gatehouse.webhook.RefusedException;
import io.gatehouse.webhook.Webhook;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Implements rule 2: every authentic request is kept, whatever it contains. If a vendor's route
 * fails on the content, the raw bytes go to quarantine and the sender gets its 200.
 */
@Component
public class QuarantineFallback {

  private static final Logger LOG = LoggerFactory.getLogger(QuarantineFallback.class);

  private final ObjectProvider<CamelContext> camelContext;
  private final EventMetrics counts;
  private final RouteFaultMetrics faults;

  QuarantineFallback(
      ObjectProvider<CamelContext> camelContext, EventMetrics counts, RouteFaultMetrics faults) {
    this.camelContext = camelContext;
    this.counts = counts;
    this.faults = faults;
  }

  /**
   * Prepares the kamelet that quarantines for a revision of a route file. This must happen before
   * the revision's routes start: a kamelet that Camel creates while it starts routes is never
   * started itself.
   */
  public void prepare(String revision) {
    camelContext.getObject().getEndpoint(kameletOf(revision));
  }

  private static String kameletOf(String revision) {
    return "kamelet:quarantine/" + revision + ".quarantine";
  }

  /**
   * Wraps a route with the quarantine fallback.
   *
   * @param revision the prepared revision of the route file
   */
  public AsyncProcessor over(Processor route, String revision) {
    return new OverRoute(AsyncProcessorConverterHelper.convert(route), revision);
  }

  /** Refuses a sender that no step has authenticated: nothing of it is stored. */
  static void requireAuthentic(Webhook webhook) {
    if (!webhook.authentic()) {
      throw new IllegalStateException(
          "This route stores before a step has authenticated the sender");
    }
  }

  private void note(Exchange exchange) {
    Webhook webhook = Webhook.of(exchange);
    if (!(webhook.publication() instanceof EventPublication publication)
        || !publication.isStored()) {
      return;
    }
    publication.id().stored().run();
    webhook.whenAnswered(publication.id().answered());
    CloudEvent event = publication.event();
    counts.count(exchange, event, publication.outcome());
    faults.stored(exchange.getFromRouteId(), publication);
    webhook.stage().about(event.type(), event.id());
    if (LOG.isDebugEnabled()) {
      EventLine.about(LOG.atDebug(), event.id(), event.traceparent())
          .log("{}: {} of {}", publication.outcome(), event.type(), event.vendor());
    }
  }

  private static boolean isToBeKept(Exchange exchange) {
    return exchange.getException() != null
        && !(exchange.getException() instanceof RefusedException)
        && Webhook.of(exchange).receipt().isEmpty()
        && Webhook.of(exchange).authentic();
  }

  private final class OverRoute extends AsyncProcessorSupport {

    private final AsyncProcessor route;
    private final String revision;
    private AsyncProducer quarantine;

    OverRoute(AsyncProcessor route, String revision) {
      this.route = route;
      this.revision = revision;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      route.process(
          exchange,
          routeDoneSync -> {
            if (isToBeKept(exchange)) {
              quarantine(exchange, quarantineDoneSync -> end(exchange, callback));
            } else {
              end(exchange, callback);
            }
          });
      return false;
    }

    private void end(Exchange exchange, AsyncCallback callback) {
      try {
        note(exchange);
      } finally {
        callback.done(false);
      }
    }

    /**
     * Quarantines the request. The callback may run on a thread that must not wait, so nothing here
     * blocks.
     */
    private void quarantine(Exchange exchange, AsyncCallback callback) {
      Exception failure = exchange.getException();
      String reason = Quarantine.reasonOf(failure);
      exchange.setException(null);
      exchange.setRouteStop(false);
      exchange.setVariable("reason", reason);
      quarantine.process(
          exchange,
          doneSync -> {
            // A sender that is asked to retry sends the same content again.
            boolean kept = Webhook.of(exchange).receipt().isPresent();
            if (kept && reason.equals(RouteFaultMetrics.ROUTE_FAULT)) {
              faults.failed(Webhook.of(exchange).vendor(), exchange.getFromRouteId(), failure);
            }
            callback.done(doneSync);
          });
    }

    @Override
    protected void doInit() throws Exception {
      quarantine = camelContext.getObject().getEndpoint(kameletOf(revision)).createAsyncProducer();
      ServiceHelper.initService(route, quarantine);
    }

    @Override
    protected void doStart() {
      ServiceHelper.startService(route, quarantine);
    }

    @Override
    protected void doStop() {
      ServiceHelper.stopService(quarantine, route);
    }
  }
}
