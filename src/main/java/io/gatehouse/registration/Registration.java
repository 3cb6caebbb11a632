package io.gatehouse.registration;

import java.time.Instant;

/**
 * One of a vendor's webhooks, and the URL with which it is registered.
 *
 * @param kind the vendor's word for the webhook
 * @param url null if none is registered
 * @param since when the vendor first confirmed this URL; null if none is registered
 */
record Registration(String vendor, String kind, String url, Instant since) {

  static Registration none(String vendor, String kind) {
    return new Registration(vendor, kind, null, null);
  }

  boolean isRegistered() {
    return url != null;
  }
}
