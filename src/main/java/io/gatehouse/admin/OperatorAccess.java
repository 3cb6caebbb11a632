package io.gatehouse.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.settings.Secret;
import io.gatehouse.settings.Secrets;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Decides who may read and move messages: whoever has the token, or, if none is set, whoever is on
 * this machine. A page in a browser may not, wherever the browser runs.
 */
final class OperatorAccess extends OncePerRequestFilter {

  static final String TOKEN = "gatehouse.operators.token";

  private static final String BEARER = "Bearer ";
  private static final Set<String> BY_HAND = Set.of("none", "same-origin");

  /**
   * The host names of this machine; for any other name, an attacker's name server could point here.
   */
  private static final Pattern THIS_MACHINE =
      Pattern.compile("(?i)localhost|127(\\.[0-9]{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");

  private final Secrets secrets;
  private final ObjectMapper json = new ObjectMapper();

  OperatorAccess(Secrets secrets) {
    this.secrets = secrets;
    // An invalid token is reported at the start, and not by the first request.
    secrets.named(TOKEN);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Secret token = secrets.named(TOKEN);
    if (isFromAPage(request)) {
      refuse(response, 403, "This is not for pages in a browser.");
    } else if (!token.isEmpty()) {
      if (isProved(request, token)) {
        chain.doFilter(request, response);
      } else {
        response.setHeader("WWW-Authenticate", "Bearer realm=\"gatehouse operators\"");
        refuse(response, 401, "Send \"Authorization: Bearer …\" with the value of " + TOKEN + ".");
      }
    } else if (isFromHere(request)) {
      chain.doFilter(request, response);
    } else {
      refuse(
          response,
          403,
          "Without %s this is for requests from the gateway's own machine to localhost only; set it."
              .formatted(TOKEN));
    }
  }

  /**
   * Whether a page sent the request: a browser names the page, unless the user typed the address.
   */
  private static boolean isFromAPage(HttpServletRequest request) {
    return request.getHeader("Origin") != null
        || !BY_HAND.containsAll(Collections.list(request.getHeaders("Sec-Fetch-Site")));
  }

  private static boolean isProved(HttpServletRequest request, Secret token) {
    List<String> given = Collections.list(request.getHeaders("Authorization"));
    return given.size() == 1
        && given.get(0).regionMatches(true, 0, BEARER, 0, BEARER.length())
        && token.matchesHeader(given.get(0).substring(BEARER.length()).strip());
  }

  /**
   * Whether the request comes from this machine itself: a proxy on it forwards requests of others,
   * and a foreign name may point here.
   */
  private static boolean isFromHere(HttpServletRequest request) {
    return isLoopback(request.getRemoteAddr())
        && Collections.list(request.getHeaderNames()).stream().noneMatch(ProxyHeaders::isOfProxies)
        && namesThisMachine(request);
  }

  /**
   * Whether the request names this machine. A request without a host (HTTP/1.0 and before) does not
   * come from a current tool, but from a proxy.
   */
  private static boolean namesThisMachine(HttpServletRequest request) {
    return Collections.list(request.getHeaders("Host")).stream()
                .filter(host -> !host.isBlank())
                .count()
            == 1
        && THIS_MACHINE.matcher(request.getServerName()).matches();
  }

  private static boolean isLoopback(String address) {
    try {
      // The container supplies a literal, for which this never resolves a name.
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private void refuse(HttpServletResponse response, int status, String sentence)
      throws IOException {
    response.setStatus(status);
    response.setContentType(OperationException.MEDIA_TYPE);
    response
        .getOutputStream()
        .write(json.writeValueAsBytes(OperationException.details(status, sentence)));
  }

  /**
   * Headers that proxies, load balancers and content networks add to forwarded requests. Tools on
   * an operator's own machine send none of them. With most of these products the name can be
   * configured, so a request may still come through a proxy without any sign of it.
   */
  private static final class ProxyHeaders {

    private static final List<Pattern> NAMES =
        List.of(
            // RFC 7239, RFC 9110, RFC 8586, RFC 9440, RFC 9209.
            pattern("forwarded|via|cdn-loop|client-cert(-chain)?|proxy-.*"),
            // The usual words, with and without x-: X-Forwarded-For, X-Original-Host, X-Real-IP.
            pattern("(x-)?(forwarded|original|proxy|proxied|real|remote|originating)-?.*"),
            // Whose address, by whatever name: True-Client-IP, CF-Connecting-IP,
            // X-AppEngine-User-IP.
            pattern(
                ".*(client|connecting|user|peer|socket|source|viewer|visitor|host)-?(ip|addr(ess)?)"),
            pattern(".*-(ip|ips|ipaddress|ip-address|addr)"),
            // Everything that one product adds.
            pattern(
                "(x-)?(cf|fastly|akamai|edgescape|fly|vercel|nf|azure|arr|ms-proxy|amz|amzn)-.*"),
            pattern("(x-)?(appengine|google|gfe|goog|cloud|envoy|istio|haproxy|varnish|nginx)-.*"),
            pattern(
                "(x-)?(cloudfront|incap|iinfo|sucuri|bluecoat|wl-proxy|tailscale|linkerd|l5d)-?.*"),
            pattern("x-(varnish|arr-ssl|coming-from|cluster-.*|ssl-.*|tls-.*)"),
            pattern("cloudfront-.*|ali-.*|eagleid|front-end-https|true-client-.*"));

    private ProxyHeaders() {}

    private static Pattern pattern(String names) {
      return Pattern.compile(names, Pattern.CASE_INSENSITIVE);
    }

    /** Whether a header of this name is a proxy's. */
    static boolean isOfProxies(String name) {
      return NAMES.stream().anyMatch(names -> names.matcher(name).matches());
    }
  }
}
