package io.gatehouse.admin;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Headers that proxies, load balancers and content networks add to forwarded requests. Tools on an
 * operator's own machine send none of them. With most of these products the name can be configured,
 * so a request may still come through a proxy without any sign of it.
 */
final class ProxyHeaders {

  private static final List<Pattern> NAMES =
      List.of(
          // RFC 7239, RFC 9110, RFC 8586, RFC 9440, RFC 9209.
          pattern("forwarded|via|cdn-loop|client-cert(-chain)?|proxy-.*"),
          // The usual words, with and without x-: X-Forwarded-For, X-Original-Host, X-Real-IP.
          pattern("(x-)?(forwarded|original|proxy|proxied|real|remote|originating)-?.*"),
          // Whose address, by whatever name: True-Client-IP, CF-Connecting-IP, X-AppEngine-User-IP.
          pattern(
              ".*(client|connecting|user|peer|socket|source|viewer|visitor|host)-?(ip|addr(ess)?)"),
          pattern(".*-(ip|ips|ipaddress|ip-address|addr)"),
          // Everything that one product adds.
          pattern("(x-)?(cf|fastly|akamai|edgescape|fly|vercel|nf|azure|arr|ms-proxy|amz|amzn)-.*"),
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
