package io.gatehouse.routes;

/** Camel's exceptions in one line. */
final class RouteProblem {

  private RouteProblem() {}

  /** The innermost message, on one line. */
  static String sentence(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message =
        root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return message.strip().replaceAll("\\s+", " ").replaceAll("[.]+$", "");
  }
}
