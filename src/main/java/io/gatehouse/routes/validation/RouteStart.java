package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The endpoint from which a route starts. Visual editors write {@code uri: platform-http} with the
 * path among the parameters; that is the same start as {@code uri: platform-http:/path}.
 */
public final class RouteStart {

  /** Camel's component that receives HTTP requests. */
  public static final String WEB = "platform-http";

  /** The parameter in which editors put the path. */
  static final String PATH = "path";

  private RouteStart() {}

  /**
   * The start without its options.
   *
   * @param from the value of {@code from:}
   * @return {@code component:name}; empty if there is none
   */
  public static String of(JsonNode from) {
    String uri = from.isTextual() ? from.asText() : from.path("uri").asText();
    String address = uri.split("\\?", 2)[0];
    JsonNode path = from.path("parameters").path(PATH);
    return address.equals(WEB) && path.isTextual() ? WEB + ":" + path.asText() : address;
  }
}
