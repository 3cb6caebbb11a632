package io.gatehouse.web;

import io.gatehouse.sources.TrustedProxies;
import io.gatehouse.tracing.Tracing;
import io.gatehouse.webhook.BodyMemoryLimiter;
import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.RefusedException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives every request to the vendors' port. No thread of the container waits for a sender here.
 */
class WebhookServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(WebhookServlet.class);

  /** The container's own time-out, as a last resort after all others. */
  private static final Duration AT_LAST = Duration.ofSeconds(30);

  private final transient RequestAdmission requestAdmission;
  private final transient TrustedProxies proxies;
  private final transient SenderRateLimiter limits;
  private final transient ResponseWriter writer;
  private final transient RequestMetrics meters;
  private final transient Tracing tracing;
  private final transient RequestsInFlight inFlight;
  private final transient BodyReadLimiter bodies;
  private final transient BodyMemoryLimiter memory;
  private final transient TokenRequests tokens;

  /**
   * The servlet.
   *
   * @param inFlight the requests in flight; a request beyond their limit is answered 503 at once
   * @param bodies the bodies that are being received
   * @param memory the memory of all requests in flight
   */
  WebhookServlet(
      RequestAdmission requestAdmission,
      TrustedProxies proxies,
      SenderRateLimiter limits,
      ResponseWriter writer,
      RequestMetrics meters,
      Tracing tracing,
      RequestsInFlight inFlight,
      BodyReadLimiter bodies,
      BodyMemoryLimiter memory,
      TokenRequests tokens) {
    this.requestAdmission = requestAdmission;
    this.proxies = proxies;
    this.limits = limits;
    this.writer = writer;
    this.meters = meters;
    this.tracing = tracing;
    this.inFlight = inFlight;
    this.bodies = bodies;
    this.memory = memory;
    this.tokens = tokens;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    RequestAdmission.Admission admission = admission(request);
    HttpServletRequest checked = admission.request() == null ? request : admission.request();
    AsyncContext async = checked.startAsync(checked, response);
    async.setTimeout(AT_LAST.toMillis());
    ClientConnection connection = ClientConnection.current();
    connection.hasHead();
    BodyReader body = new BodyReader(checked, connection, bodies);
    ResponseCounter count = new ResponseCounter(meters, admission.vendor());
    AsyncResponder responder = AsyncResponder.to(async, writer, connection, body, count);
    try {
      if (admission.out() != null) {
        responder.send(admission.out(), AsyncResponder.NOBODY);
        meters.refused(admission.vendor(), admission.out().reason());
      } else if (admission.in() == null) {
        tokens.answer(checked, response, body, responder);
      } else {
        admit(checked, admission.in(), body, responder);
      }
    } catch (RuntimeException | Error e) {
      WebhookResponse answer = failed(e);
      if (responder.send(answer, AsyncResponder.NOBODY)) {
        meters.refused(admission.vendor(), answer.reason());
      }
    }
  }

  private RequestAdmission.Admission admission(HttpServletRequest request) {
    try {
      return requestAdmission.of(request);
    } catch (RuntimeException | Error e) {
      return new RequestAdmission.Admission(null, null, failed(e), RequestMetrics.NO_VENDOR);
    }
  }

  /**
   * Answers 503, since nothing is on disk then; the container's own response would be less exact
   * and without a body.
   */
  private static WebhookResponse failed(Throwable failure) {
    LOG.error("A request failed before its route: {}", failure.getClass().getName());
    return WebhookResponse.of(Problem.Unavailable.SHORTLY);
  }

  private void admit(
      HttpServletRequest request,
      WebhookConsumer consumer,
      BodyReader body,
      AsyncResponder responder) {
    boolean started = false;
    try {
      InetAddress source =
          proxies.source(
              request.getRemoteAddr(), RequestHeaders.values(request, TrustedProxies.HEADER));
      limits.admit(consumer.vendor(), source);
      ServletWebhook webhook =
          new ServletWebhook(
              request,
              source,
              consumer.vendor(),
              body,
              memory.share(),
              tracing.webhook(consumer.vendor()),
              inFlight);
      RequestInFlight one = new RequestInFlight(consumer, webhook, responder, meters, limits);
      webhook.enter(one);
      started = true;
      one.start();
    } catch (RefusedException e) {
      WebhookResponse answer = WebhookResponse.of(e.problem());
      responder.send(answer, AsyncResponder.NOBODY);
      meters.refused(consumer.vendor(), answer.reason());
    } finally {
      if (!started) {
        consumer.leave();
      }
    }
  }
}
