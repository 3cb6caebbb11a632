package io.gatehouse.delivery;

import io.gatehouse.outward.CallFailure;
import io.gatehouse.outward.NoTokenException;
import org.apache.camel.util.ObjectHelper;

/**
 * What an attempt leaves behind for operators. Nothing of the event is in it.
 *
 * @param exception the simple name of the class of what failed; empty where there was an answer
 * @param answer an {@link AnswerExcerpt}; empty where nothing of the answer may be kept
 */
record Evidence(String exception, String answer) {

  static final Evidence NONE = new Evidence("", "");

  /** Of a call that got no answer. */
  static Evidence of(Exception failure, QueuedEvent event) {
    NoTokenException noToken = ObjectHelper.getException(NoTokenException.class, failure);
    return new Evidence(
        CallFailure.exception(failure),
        noToken == null ? "" : AnswerExcerpt.of(noToken.code(), event));
  }

  /** Of an answer. */
  static Evidence of(String answer, QueuedEvent event) {
    return new Evidence("", AnswerExcerpt.of(answer, event));
  }
}
