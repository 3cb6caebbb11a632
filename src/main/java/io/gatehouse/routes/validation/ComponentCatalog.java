package io.gatehouse.routes.validation;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.EndpointUriFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The components and options that Camel knows here, for suggestions. */
final class ComponentCatalog {

  private static final String COMPONENTS =
      "classpath*:META-INF/services/org/apache/camel/component/*";

  private static final Logger LOG = LoggerFactory.getLogger(ComponentCatalog.class);

  private final CamelContext context;
  private final Collection<String> own;

  /**
   * The names of a context.
   *
   * @param own the gateway's own components
   */
  ComponentCatalog(CamelContext context, Collection<String> own) {
    this.context = context;
    this.own = own;
  }

  /** The names of the components. */
  Set<String> components() {
    Set<String> names = new TreeSet<>(own);
    try {
      Arrays.stream(new PathMatchingResourcePatternResolver().getResources(COMPONENTS))
          .map(Resource::getFilename)
          .forEach(names::add);
    } catch (IOException e) {
      LOG.debug("Camel's components cannot be listed: a hint will name ours only");
    }
    return names;
  }

  /** The options of a component's endpoints; one of the gateway's own has those of Camel's. */
  Set<String> options(String name) {
    EndpointUriFactory factory = factory(name);
    if (factory == null) {
      Component component = context.getComponent(name, false);
      var camels =
          component == null
              ? null
              : component
                  .getClass()
                  .getAnnotation(org.apache.camel.spi.annotations.Component.class);
      factory = camels == null ? null : factory(camels.value());
    }
    return factory == null ? Set.of() : new TreeSet<>(factory.propertyNames());
  }

  private EndpointUriFactory factory(String scheme) {
    return context.getCamelContextExtension().getEndpointUriFactory(scheme);
  }
}
