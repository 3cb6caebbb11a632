package io.gatehouse.routes.validation;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.OutputNode;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;

/**
 * The ids that visual editors write on each step. An editor numbers the steps of one file, so the
 * next file has the same ids, and Camel takes an id once in all files. Camel makes ids of its own
 * in their place.
 */
final class StepIds {

  private StepIds() {}

  /** Takes the ids of the steps out of what a builder has. Routes keep theirs. */
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
    // A choice hands setId on to its last branch, and keeps its own.
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
