package io.gatehouse.routes.validation;

import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Passes files to Camel. */
public final class RouteBuilders {

  private RouteBuilders() {}

  /**
   * Adds the content of a file to a context. The ids of its steps are dropped, since nothing uses
   * them.
   */
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

  private record Shape(Consumer<RouteBuilder> change) implements RouteBuilderLifecycleStrategy {

    @Override
    public void afterConfigure(RouteBuilder builder) {
      StepIds.clear(builder);
      change.accept(builder);
    }
  }
}
