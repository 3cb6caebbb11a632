package io.gatehouse.routes.validation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.ExplicitCamelContextNameStrategy;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.spring.boot.SpringPropertiesParser;
import org.apache.camel.spring.spi.ApplicationContextBeanRepository;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultRegistry;
import org.springframework.context.ApplicationContext;

/**
 * Creates the routes of files in a separate context, to find out whether Camel and the steps accept
 * them. Everything is created and configured as if it were served, including kamelets; but nothing
 * consumes: no path receives requests, and no queue is connected.
 */
public final class DryRun {

  private final ApplicationContext beans;
  private final PropertiesFunction secretFunction;

  /**
   * Prepares dry runs.
   *
   * @param beans the dependencies of the steps, and the rules on routes; what belongs to another
   *     context is ignored
   */
  public DryRun(ApplicationContext beans, PropertiesFunction secretFunction) {
    this.beans = beans;
    this.secretFunction = secretFunction;
  }

  /** The first problem of each file; empty if all can be served. */
  List<RouteDiagnostic> of(RouteSet set) {
    List<RouteDiagnostic> problems = new ArrayList<>();
    try (DefaultCamelContext context = context()) {
      context.start();
      CamelDiagnostics failure = new CamelDiagnostics(set.kamelets(), beans.getEnvironment());
      for (RouteFile kamelet : set.kamelets()) {
        tryOut(kamelet, failure, problems, () -> RouteBuilders.load(context, kamelet));
      }
      if (!problems.isEmpty()) {
        return problems;
      }
      for (RouteSet.Use use : set.uses()) {
        tryOut(use.file(), failure, problems, () -> load(context, use));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The context of a trial does not close", e);
    }
    return problems;
  }

  private static void load(CamelContext context, RouteSet.Use use) throws Exception {
    RouteBuilders.load(context, use.file());
    if (use.kind() == RouteKind.VENDOR) {
      context.getEndpoint(Kamelets.SCHEME + Kamelets.QUARANTINE);
    }
  }

  private interface Step {
    void take() throws Exception;
  }

  private static void tryOut(
      RouteFile file, CamelDiagnostics failure, List<RouteDiagnostic> problems, Step step) {
    try {
      step.take();
    } catch (Exception e) {
      problems.add(failure.problem(file, e));
    }
  }

  private DefaultCamelContext context() {
    DefaultCamelContext context = new DefaultCamelContext(false);
    context.setNameStrategy(new ExplicitCamelContextNameStrategy("trial"));
    context.disableJMX();
    DefaultRegistry registry = new DefaultRegistry(new SharedBeanRepository(beans));
    registry.bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, new SilentHttpEngine());
    context.getCamelContextExtension().setRegistry(registry);
    PropertiesComponent properties = new PropertiesComponent();
    properties.setPropertiesParser(new SpringPropertiesParser(beans.getEnvironment()));
    properties.addPropertiesFunction(secretFunction);
    context.setPropertiesComponent(properties);
    context.build();
    context.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
    beans.getBeansOfType(LifecycleStrategy.class).values().forEach(context::addLifecycleStrategy);
    registry.bind("jq", new StrictJq());
    registry.bind("producerTemplate", context.createProducerTemplate());
    context.setAutoStartup(false);
    return context;
  }

  /** Accepts consumers, but no requests. */
  private static final class SilentHttpEngine implements PlatformHttpEngine {

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
      return new SilentHttpConsumer(endpoint, processor);
    }
  }

  private static final class SilentHttpConsumer extends DefaultConsumer
      implements PlatformHttpConsumer {

    SilentHttpConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
      super(endpoint, processor);
    }

    @Override
    public PlatformHttpEndpoint getEndpoint() {
      return (PlatformHttpEndpoint) super.getEndpoint();
    }
  }

  /**
   * The application's beans without those of its own Camel context: another context that found them
   * would take them over. A component with the scope {@code prototype} belongs to whoever requests
   * it.
   */
  private static final class SharedBeanRepository implements BeanRepository {

    private final ApplicationContext beans;
    private final BeanRepository all;

    SharedBeanRepository(ApplicationContext beans) {
      this.beans = beans;
      this.all = new ApplicationContextBeanRepository(beans);
    }

    private boolean isForAll(String name) {
      Class<?> type = beans.containsBean(name) ? beans.getType(name) : null;
      return type != null
          && !PlatformHttpEngine.class.isAssignableFrom(type)
          && !CamelContext.class.isAssignableFrom(type)
          && !ProducerTemplate.class.isAssignableFrom(type)
          && (!Component.class.isAssignableFrom(type) || beans.isPrototype(name));
    }

    @Override
    public Object lookupByName(String name) {
      return isForAll(name) ? all.lookupByName(name) : null;
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
      return isForAll(name) ? all.lookupByNameAndType(name, type) : null;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
      return all.findByTypeWithName(type).entrySet().stream()
          .filter(bean -> isForAll(bean.getKey()))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
      return Set.copyOf(findByTypeWithName(type).values());
    }
  }
}
