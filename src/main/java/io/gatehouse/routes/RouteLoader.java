package io.gatehouse.routes;

import static java.util.stream.Collectors.joining;

import io.gatehouse.bus.BusFile;
import io.gatehouse.settings.BadSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.spi.Resource;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Loads the kamelets, and the route files that are switched on. */
@Component
class RouteLoader implements CamelContextConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(RouteLoader.class);

  private final RouteProperties properties;
  private final Path busFile;
  private final Environment environment;
  private final PropertiesFunction secretFunction;

  RouteLoader(
      RouteProperties properties,
      @Value("${gatehouse.broker.addresses:routes/bus.properties}") Path busFile,
      Environment environment,
      PropertiesFunction secretFunction) {
    this.properties = properties;
    this.busFile = busFile;
    this.environment = environment;
    this.secretFunction = secretFunction;
  }

  @Override
  public void beforeApplicationStart(CamelContext context) {
    // Refusals and custody are the HTTP edge's; a route neither retries nor logs.
    context.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
    context.getPropertiesComponent().addPropertiesFunction(secretFunction);
    context
        .getComponent("kamelet", KameletComponent.class)
        .setLocation("file:" + properties.kamelets());
    List<RouteFile> kamelets = files(properties.kamelets(), RouteFile::isKamelet);
    RouteCheck check =
        new RouteCheck(
            new Kamelets(kamelets), BusFile.read(busFile).addresses(), environment::getProperty);
    kamelets.forEach(file -> load(context, file));
    for (RouteKind kind : RouteKind.values()) {
      files(properties, kind).forEach(file -> load(context, check, kind, file));
    }
  }

  private void load(CamelContext context, RouteCheck check, RouteKind kind, RouteFile file) {
    if (kind.isOn(file.name(), environment::getProperty)) {
      check.check(file, kind);
      load(context, file);
    } else if (environment.getProperty(file.name() + ".enabled") == null) {
      LOG.info("{} is not in use: {} is not set", file.path(), kind.address(file.name()));
    }
  }

  @Override
  public void afterApplicationStart(CamelContext context) {
    LOG.info(
        "Routes: {}",
        context.getRoutes().stream()
            .filter(route -> route.getGroup() != null)
            .map(Route::getRouteId)
            .sorted()
            .collect(joining(", ")));
  }

  static List<RouteFile> files(RouteProperties properties, RouteKind kind) {
    Path folder = properties.routes(kind);
    return kind.isNeeded() || Files.isDirectory(folder)
        ? files(folder, RouteFile::isRoutes)
        : List.of();
  }

  private static List<RouteFile> files(Path folder, Predicate<Path> wanted) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.filter(wanted).sorted().map(RouteFile::read).toList();
    } catch (IOException e) {
      throw new BadSettingException(
          "%s cannot be read: set gatehouse.routes.directory to the folder that holds vendors/, downstream/ and kamelets/."
              .formatted(folder));
    }
  }

  private static void load(CamelContext context, RouteFile file) {
    Resource resource = ResourceHelper.fromString(file.path().toString(), file.text());
    try {
      for (var builder : PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource)) {
        if (builder instanceof RouteBuilder routes) {
          routes.addLifecycleInterceptor(new NamedAfter(file));
        }
        context.addRoutes(builder);
      }
    } catch (BadSettingException e) {
      throw e;
    } catch (Exception e) {
      throw new BadSettingException("%s: %s.".formatted(file.path(), RouteProblem.sentence(e)));
    }
  }

  /** Gives each route its file's name as group, by which the route knows its vendor. */
  private record NamedAfter(RouteFile file) implements RouteBuilderLifecycleStrategy {

    @Override
    public void afterConfigure(RouteBuilder builder) {
      builder.getRouteCollection().getRoutes().forEach(route -> route.setGroup(file.name()));
    }
  }
}
