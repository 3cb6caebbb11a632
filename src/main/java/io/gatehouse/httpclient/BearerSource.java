package io.gatehouse.httpclient;

/** What the gateway proves itself with to one receiving system: a bearer token (RFC 6750). */
public interface BearerSource {

  /** The token to use now, fetched where there is none or it is about to expire. */
  String value();

  /** Says that the token was not accepted; the next one is a new one, where it can be. */
  void forget();
}
