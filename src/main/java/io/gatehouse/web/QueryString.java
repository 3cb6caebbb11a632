package io.gatehouse.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters of a request's query. The servlet API's own are not used: reading one would read a
 * form's body before the sender has authenticated.
 */
record QueryString(Map<String, List<String>> parameters) {

  /**
   * Parses {@code a=1&b=2}, percent-decoded in UTF-8.
   *
   * @param text the raw query; null if there is none
   */
  static QueryString parse(String text) {
    Map<String, List<String>> parameters = new HashMap<>();
    if (text != null) {
      for (String pair : text.split("&")) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        parameters.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
      }
    }
    return new QueryString(parameters);
  }

  List<String> values(String name) {
    return parameters.getOrDefault(name, List.of());
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // A broken escape cannot equal any valid value.
      return text;
    }
  }
}
