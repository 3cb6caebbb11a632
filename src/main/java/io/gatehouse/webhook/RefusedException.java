package io.gatehouse.webhook;

/**
 * Ends a route with a refusal. It has no stack trace and no text, since it serves as a thrown
 * value.
 */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public RefusedException(Problem problem) {
    super(problem.getClass().getSimpleName(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
