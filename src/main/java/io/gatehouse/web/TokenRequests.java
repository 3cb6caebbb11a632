package io.gatehouse.web;

import io.gatehouse.sources.TrustedProxies;
import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.RefusedException;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Passes requests for tokens to Spring Security once their form has been received, under the same
 * rate limits as events.
 */
final class TokenRequests {

  private static final Logger LOG = LoggerFactory.getLogger(TokenRequests.class);
  private static final String NAME = "oauth2";
  private static final long LONGEST_FORM = 8 * 1024;

  private final TrustedProxies proxies;
  private final SenderRateLimiter limits;
  private final RequestMetrics meters;
  private final Supplier<Filter> security;

  /**
   * The HTTP side of the token endpoint.
   *
   * @param security Spring Security's filter chain
   */
  TokenRequests(
      TrustedProxies proxies,
      SenderRateLimiter limits,
      RequestMetrics meters,
      Supplier<Filter> security) {
    this.proxies = proxies;
    this.limits = limits;
    this.meters = meters;
    this.security = security;
  }

  /** Answers a request for a token, later if its form is still being received. */
  void answer(
      HttpServletRequest request,
      HttpServletResponse response,
      BodyReader body,
      AsyncResponder responder) {
    try {
      InetAddress source =
          proxies.source(
              request.getRemoteAddr(), RequestHeaders.values(request, TrustedProxies.HEADER));
      limits.admit(NAME, source);
      if (request.getContentLengthLong() > LONGEST_FORM) {
        throw new RefusedException(new Problem.TooLarge());
      }
      Runnable grant = () -> grant(request, response, source, body, responder);
      if (body.readArrived()) {
        grant.run();
      } else {
        body.receive(source, LONGEST_FORM, grant);
      }
    } catch (RefusedException e) {
      refuse(responder, e.problem());
    }
  }

  private void grant(
      HttpServletRequest request,
      HttpServletResponse response,
      InetAddress source,
      BodyReader body,
      AsyncResponder responder) {
    try {
      FormRequest form = FormRequest.of(request, body.body());
      body.release();
      Granted granted = new Granted(response);
      security.get().doFilter(form, granted, (rq, rs) -> granted.setStatus(404));
      // Once it is sent, the container may use the response for another request.
      int status = granted.getStatus();
      responder.sendBody(granted.getContentAsByteArray());
      if (status >= 400 && status < 500) {
        limits.refused(NAME, source);
        meters.refused(RequestMetrics.NO_VENDOR, status == 401 ? "credentials" : "malformed");
      }
    } catch (RefusedException e) {
      body.release();
      refuse(responder, e.problem());
    } catch (IOException | ServletException | RuntimeException | Error e) {
      LOG.error("A request for a token failed: {}", e.getClass().getName());
      refuse(responder, Problem.Unavailable.SHORTLY);
    }
  }

  private void refuse(AsyncResponder responder, Problem problem) {
    WebhookResponse answer = WebhookResponse.of(problem);
    responder.send(answer, AsyncResponder.NOBODY);
    meters.refused(RequestMetrics.NO_VENDOR, answer.reason());
  }

  /** Buffers Spring Security's response, so that it can be sent without blocking. */
  private static final class Granted extends ContentCachingResponseWrapper {

    Granted(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void sendError(int status) {
      setStatus(status);
    }

    @Override
    public void sendError(int status, String message) {
      setStatus(status);
    }
  }
}
