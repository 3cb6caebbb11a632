package io.gatehouse.tools.diagrams;

import java.util.List;
import java.util.Map;

/** One step of a route, as far as a reader wants to know it. */
sealed interface Step {

  /**
   * A kamelet with its parameters.
   *
   * @param parameters as they are written, placeholders included
   */
  record Use(String kamelet, Map<String, String> parameters) implements Step {}

  /** Gives the event its canonical type. */
  record Naming(List<TypeRow> rows) implements Step {}

  /** Goes one of several ways. */
  record Choice(List<Branch> branches) implements Step {

    /** Whether it is there to give events their types. */
    boolean names() {
      return branches.stream().flatMap(branch -> branch.steps().stream()).anyMatch(Step::isNaming);
    }
  }

  /**
   * One way of a choice.
   *
   * @param condition as it is written; empty for all that meets no other
   */
  record Branch(String condition, List<Step> steps) {

    /** Whether it does nothing but give a type. */
    boolean onlyNames() {
      return steps.stream().allMatch(Step::isNaming);
    }
  }

  /** Nothing after it happens. */
  record Stop() implements Step {}

  /** Any other step, in a few words. */
  record Other(String words) implements Step {}

  private static boolean isNaming(Step step) {
    return step instanceof Naming;
  }
}
