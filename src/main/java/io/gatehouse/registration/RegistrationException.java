package io.gatehouse.registration;

/** Ends a call. Its message is a sentence for the operator and contains no secret. */
final class RegistrationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ApiFailure failure;

  RegistrationException(ApiFailure failure, String sentence) {
    super(sentence);
    this.failure = failure;
  }

  ApiFailure failure() {
    return failure;
  }
}
