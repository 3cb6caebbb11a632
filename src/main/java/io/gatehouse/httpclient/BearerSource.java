package io.gatehouse.httpclient;

/** The bearer token (RFC 6750) with which the gateway authenticates at one receiving system. */
public interface BearerSource {

  /** The token to use now, fetched if there is none or it is about to expire. */
  String value();

  /** Reports that the token was rejected; the next one is new, if possible. */
  void forget();
}
