package io.gatehouse.tools.diagrams;

import io.gatehouse.tools.diagrams.Route.TypeRow;
import java.util.List;
import java.util.Map;

/** One step of a route, as far as documentation shows it. */
sealed interface Step {

  /**
   * A kamelet with its parameters.
   *
   * @param parameters as they are written, placeholders included
   */
  record Use(String kamelet, Map<String, String> parameters) implements Step {}

  /** Sets the event's canonical type. */
  record Naming(List<TypeRow> rows) implements Step {}

  /** Takes one of several branches. */
  record Choice(List<Branch> branches) implements Step {

    /** Whether it only sets types. */
    boolean names() {
      return branches.stream().flatMap(branch -> branch.steps().stream()).anyMatch(Step::isNaming);
    }
  }

  /**
   * One branch of a choice.
   *
   * @param condition as it is written; empty for the default branch
   */
  record Branch(String condition, List<Step> steps) {

    /** Whether it only sets a type. */
    boolean onlyNames() {
      return steps.stream().allMatch(Step::isNaming);
    }
  }

  /** Ends the route. */
  record Stop() implements Step {}

  /** Any other step, in a few words. */
  record Other(String words) implements Step {}

  private static boolean isNaming(Step step) {
    return step instanceof Naming;
  }
}
