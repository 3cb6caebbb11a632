package io.gatehouse.http;

import io.gatehouse.address.TrustedProxies;
import io.gatehouse.credentials.TokenEndpoint;
import io.gatehouse.webhook.RefusedException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import org.springframework.web.filter.OncePerRequestFilter;

/** The same limits for who asks for tokens as for who sends events. */
class TokenRequests extends OncePerRequestFilter {

  private static final String NAME = "oauth2";

  private final TrustedProxies proxies;
  private final SenderLimits limits;
  private final Answers answers;
  private final RequestMeters meters;

  TokenRequests(
      TrustedProxies proxies, SenderLimits limits, Answers answers, RequestMeters meters) {
    this.proxies = proxies;
    this.limits = limits;
    this.answers = answers;
    this.meters = meters;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !TokenEndpoint.PATH.equals(request.getRequestURI());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      InetAddress source =
          proxies.source(
              request.getRemoteAddr(), RequestHeaders.values(request, TrustedProxies.HEADER));
      limits.admit(NAME, source);
      chain.doFilter(request, response);
      if (response.getStatus() >= 400 && response.getStatus() < 500) {
        limits.refused(NAME, source);
        meters.refused(
            RequestMeters.NO_VENDOR, response.getStatus() == 401 ? "credentials" : "malformed");
      }
    } catch (RefusedException e) {
      Answer answer = Answer.of(e.refusal());
      answers.write(answer, response);
      meters.refused(RequestMeters.NO_VENDOR, answer.reason());
    }
  }
}
