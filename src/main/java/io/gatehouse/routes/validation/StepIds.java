package io.gatehouse.routes.validation;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.OutputNode;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;

/**
 * The ids that visual editors write for each step. An editor numbers the steps of one file, so the
 * next file has the same ids, but Camel requires unique ids in all files. Camel generates its own
 * instead.
 */
final class StepIds {

  private StepIds() {}

  /** Removes the ids of the steps from a builder. Routes keep theirs. */
  static void clear(RouteBuilder builder) {
    builder.getRouteCollection().getRoutes().forEach(StepIds::clear);
    builder.getRouteTemplateCollection().getRouteTemplates().stream()
        .map(RouteTemplateDefinition::getRoute)
        .forEach(StepIds::clear);
  }

  private static void clear(RouteDefinition route) {
    if (route.getInput() != null) {
      route.getInput().setGeneratedId(null);
    }
    route.getOutputs().forEach(StepIds::clear);
  }

  private static void clear(OptionalIdentifiedDefinition<?> step) {
    // A choice passes setId on to its last branch, and keeps its own.
    step.setGeneratedId(null);
    if (step instanceof OutputNode node) {
      node.getOutputs().forEach(StepIds::clear);
    }
    if (step instanceof ChoiceDefinition choice) {
      choice.getWhenClauses().forEach(StepIds::clear);
      if (choice.getOtherwise() != null) {
        clear(choice.getOtherwise());
      }
    }
  }
}
