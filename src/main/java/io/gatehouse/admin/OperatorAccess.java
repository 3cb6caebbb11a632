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
 * Who may look into messages and move them: whoever has the token, or, where none is set, whoever
 * is on this machine. No page in a browser may, wherever the browser runs.
 */
final class OperatorAccess extends OncePerRequestFilter {

  static final String TOKEN = "gatehouse.operators.token";

  private static final String BEARER = "Bearer ";
  private static final Set<String> BY_HAND = Set.of("none", "same-origin");

  /** What this machine calls itself; a stranger's name server may answer for any other name. */
  private static final Pattern THIS_MACHINE =
      Pattern.compile("(?i)localhost|127(\\.[0-9]{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");

  private final Secrets secrets;
  private final ObjectMapper json = new ObjectMapper();

  OperatorAccess(Secrets secrets) {
    this.secrets = secrets;
    // What is wrong with it is to be told at the start, and not by the first request.
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

  /** A browser says which page a request comes from, unless its user typed the address. */
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

  /** A proxy on this machine brings strangers, and a name of theirs may point here. */
  private static boolean isFromHere(HttpServletRequest request) {
    return isLoopback(request.getRemoteAddr())
        && Collections.list(request.getHeaderNames()).stream().noneMatch(ProxyHeaders::isOfProxies)
        && namesThisMachine(request);
  }

  /** What names no host (HTTP/1.0 and before) was not sent by a tool of today, but passed on. */
  private static boolean namesThisMachine(HttpServletRequest request) {
    return Collections.list(request.getHeaders("Host")).stream()
                .filter(host -> !host.isBlank())
                .count()
            == 1
        && THIS_MACHINE.matcher(request.getServerName()).matches();
  }

  private static boolean isLoopback(String address) {
    try {
      // The container gives a literal, for which this never resolves a name.
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
}
