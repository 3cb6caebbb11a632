package io.gatehouse.routes.validation;

import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.OutputNode;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Passes files to Camel. */
public final class RouteBuilders {

  private RouteBuilders() {}

  /** Adds the content of a file to a context. The ids of its steps are dropped. */
  public static void load(CamelContext context, RouteFile file) throws Exception {
    load(context, file, builder -> {});
  }

  /**
   * Does the same.
   *
   * @param shape changes the definitions before routes are created from them
   */
  public static void load(CamelContext context, RouteFile file, Consumer<RouteBuilder> shape)
      throws Exception {
    Resource resource = ResourceHelper.fromString(file.path().toString(), file.toLoad());
    for (RoutesBuilder builder :
        PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource)) {
      if (builder instanceof RouteBuilder routes) {
        routes.addLifecycleInterceptor(new Shape(shape));
      }
      context.addRoutes(builder);
    }
  }

  /**
   * Removes the ids that visual editors write for each step; routes keep theirs. An editor numbers
   * the steps of one file, so the next file has the same ids, but Camel requires unique ids in all
   * files, and generates its own instead.
   */
  private static void clearIds(RouteBuilder builder) {
    builder.getRouteCollection().getRoutes().forEach(RouteBuilders::clear);
    builder.getRouteTemplateCollection().getRouteTemplates().stream()
        .map(RouteTemplateDefinition::getRoute)
        .forEach(RouteBuilders::clear);
  }

  private static void clear(RouteDefinition route) {
    if (route.getInput() != null) {
      route.getInput().setGeneratedId(null);
    }
    route.getOutputs().forEach(RouteBuilders::clear);
  }

  private static void clear(OptionalIdentifiedDefinition<?> step) {
    // A choice passes setId on to its last branch, and keeps its own.
    step.setGeneratedId(null);
    if (step instanceof OutputNode node) {
      node.getOutputs().forEach(RouteBuilders::clear);
    }
    if (step instanceof ChoiceDefinition choice) {
      choice.getWhenClauses().forEach(RouteBuilders::clear);
      if (choice.getOtherwise() != null) {
        clear(choice.getOtherwise());
      }
    }
  }

  private record Shape(Consumer<RouteBuilder> change) implements RouteBuilderLifecycleStrategy {

    @Override
    public void afterConfigure(RouteBuilder builder) {
      clearIds(builder);
      change.accept(builder);
    }
  }
}
