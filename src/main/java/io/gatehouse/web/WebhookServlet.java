package io.gatehouse.web;

import io.gatehouse.sources.TrustedProxies;
import io.gatehouse.tracing.Tracing;
import io.gatehouse.webhook.BodyMemoryLimiter;
import io.gatehouse.webhook.Refusal;
import io.gatehouse.webhook.RefusedException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that comes to the vendors' port. No thread of the container waits for a sender here. */
class WebhookServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(WebhookServlet.class);

  /** The container's own time-out, for what slips through every other. */
  private static final Duration AT_LAST = Duration.ofSeconds(30);

  private final transient RequestAdmission entrance;
  private final transient TrustedProxies proxies;
  private final transient SenderRateLimiter limits;
  private final transient ResponseWriter answers;
  private final transient RequestMetrics meters;
  private final transient Tracing tracing;
  private final transient RequestsInFlight inFlight;
  private final transient BodyReadLimiter bodies;
  private final transient BodyMemoryLimiter memory;
  private final transient TokenRequests tokens;

  /**
   * The servlet.
   *
   * @param inFlight the requests under way; one more than it takes is answered 503 at once
   * @param bodies those that are being received
   * @param memory what all requests under way may take
   */
  WebhookServlet(
      RequestAdmission entrance,
      TrustedProxies proxies,
      SenderRateLimiter limits,
      ResponseWriter answers,
      RequestMetrics meters,
      Tracing tracing,
      RequestsInFlight inFlight,
      BodyReadLimiter bodies,
      BodyMemoryLimiter memory,
      TokenRequests tokens) {
    this.entrance = entrance;
    this.proxies = proxies;
    this.limits = limits;
    this.answers = answers;
    this.meters = meters;
    this.tracing = tracing;
    this.inFlight = inFlight;
    this.bodies = bodies;
    this.memory = memory;
    this.tokens = tokens;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    RequestAdmission.Admission way = way(request);
    HttpServletRequest checked = way.request() == null ? request : way.request();
    AsyncContext async = checked.startAsync(checked, response);
    async.setTimeout(AT_LAST.toMillis());
    ClientConnection connection = ClientConnection.current();
    connection.hasHead();
    BodyReader body = new BodyReader(checked, connection, bodies);
    ResponseCounter count = new ResponseCounter(meters, way.vendor());
    AsyncResponder reply = AsyncResponder.to(async, answers, connection, body, count);
    try {
      if (way.out() != null) {
        reply.send(way.out(), AsyncResponder.NOBODY);
        meters.refused(way.vendor(), way.out().reason());
      } else if (way.in() == null) {
        tokens.answer(checked, response, body, reply);
      } else {
        admit(checked, way.in(), body, reply);
      }
    } catch (RuntimeException | Error e) {
      WebhookResponse answer = failed(e);
      if (reply.send(answer, AsyncResponder.NOBODY)) {
        meters.refused(way.vendor(), answer.reason());
      }
    }
  }

  private RequestAdmission.Admission way(HttpServletRequest request) {
    try {
      return entrance.of(request);
    } catch (RuntimeException | Error e) {
      return new RequestAdmission.Admission(null, null, failed(e), RequestMetrics.NO_VENDOR);
    }
  }

  /** Nothing is on disk then; what the container would answer says less, and has no body. */
  private static WebhookResponse failed(Throwable failure) {
    LOG.error("A request failed before its route: {}", failure.getClass().getName());
    return WebhookResponse.of(Refusal.Unavailable.SHORTLY);
  }

  private void admit(
      HttpServletRequest request, WebhookConsumer consumer, BodyReader body, AsyncResponder reply) {
    boolean started = false;
    try {
      InetAddress source =
          proxies.source(
              request.getRemoteAddr(), RequestHeaders.values(request, TrustedProxies.HEADER));
      limits.admit(consumer.vendor(), source);
      ServletWebhook webhook =
          new ServletWebhook(request, source, consumer.vendor(), body, memory.share(), inFlight);
      RequestInFlight one = new RequestInFlight(consumer, webhook, reply, meters, limits, tracing);
      webhook.enter(one);
      started = true;
      one.start();
    } catch (RefusedException e) {
      WebhookResponse answer = WebhookResponse.of(e.refusal());
      reply.send(answer, AsyncResponder.NOBODY);
      meters.refused(consumer.vendor(), answer.reason());
    } finally {
      if (!started) {
        consumer.leave();
      }
    }
  }
}
