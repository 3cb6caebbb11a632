package io.gatehouse.delivery;

import io.gatehouse.httpclient.CallFailure;
import io.gatehouse.httpclient.NoTokenException;
import org.apache.camel.util.ObjectHelper;

/**
 * The details of an attempt for operators. They contain nothing of the event.
 *
 * @param exception the simple class name of the failure; empty if there was a response
 * @param answer a {@link ResponseExcerpt}; empty if nothing of the response may be kept
 */
record AttemptDetails(String exception, String answer) {

  static final AttemptDetails NONE = new AttemptDetails("", "");

  /** The details of a call that got no response. */
  static AttemptDetails of(Exception failure, QueuedEvent event) {
    NoTokenException noToken = ObjectHelper.getException(NoTokenException.class, failure);
    return new AttemptDetails(
        CallFailure.exception(failure),
        noToken == null ? "" : ResponseExcerpt.of(noToken.code(), event));
  }

  /** The details of a response. */
  static AttemptDetails of(String answer, QueuedEvent event) {
    return new AttemptDetails("", ResponseExcerpt.of(answer, event));
  }
}
