package io.gatehouse.delivery;

import io.gatehouse.httpclient.CallFailure;
import io.gatehouse.httpclient.NoTokenException;
import org.apache.camel.util.ObjectHelper;

/**
 * What an attempt leaves behind for operators. Nothing of the event is in it.
 *
 * @param exception the simple name of the class of what failed; empty where there was an answer
 * @param answer an {@link ResponseExcerpt}; empty where nothing of the answer may be kept
 */
record AttemptDetails(String exception, String answer) {

  static final AttemptDetails NONE = new AttemptDetails("", "");

  /** Of a call that got no answer. */
  static AttemptDetails of(Exception failure, QueuedEvent event) {
    NoTokenException noToken = ObjectHelper.getException(NoTokenException.class, failure);
    return new AttemptDetails(
        CallFailure.exception(failure),
        noToken == null ? "" : ResponseExcerpt.of(noToken.code(), event));
  }

  /** Of an answer. */
  static AttemptDetails of(String answer, QueuedEvent event) {
    return new AttemptDetails("", ResponseExcerpt.of(answer, event));
  }
}
