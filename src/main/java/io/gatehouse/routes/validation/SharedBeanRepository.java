package io.gatehouse.routes.validation;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spring.spi.ApplicationContextBeanRepository;
import org.springframework.context.ApplicationContext;

/**
 * The application's beans without those of its own Camel context: another context that found them
 * would take them over. A component with the scope {@code prototype} belongs to whoever requests
 * it.
 */
final class SharedBeanRepository implements BeanRepository {

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
