package io.gatehouse.settings;

import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.stereotype.Component;

/**
 * Checks every setting {@code gatehouse.*} before it is used. The records of settings declare the
 * known ones; an unknown name, a value of another type and one out of its range stop the start.
 */
@Component
class SettingsValidator implements BeanFactoryPostProcessor {

  private static final String PREFIX = "gatehouse";

  /** Read by {@link Secrets} and not by a record, which would print it. */
  private static final String OPERATORS_TOKEN = "gatehouse.operators.token";

  /** Old names, which the file application.yaml reads for one version, and the present ones. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "gatehouse.bus.lanes", "gatehouse.bus.senders",
          "gatehouse.ledger.directory", "gatehouse.database.directory");

  private static final Logger LOG = LoggerFactory.getLogger(SettingsValidator.class);

  /** Spring's settings whose range Spring leaves to the network. */
  static final Map<String, SettingType> PORTS =
      Map.of(
          "server.port", new SettingType(Integer.class, port()),
          "management.server.port", new SettingType(Integer.class, port()));

  private record Port(@ValidRange(from = "0", to = "65535") int number) {}

  private static ValidRange port() {
    return Port.class.getRecordComponents()[0].getAnnotation(ValidRange.class);
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    ConfigurableEnvironment environment = beans.getBean(ConfigurableEnvironment.class);
    Map<String, SettingType> forms = forms(beans);
    RENAMED.forEach((old, now) -> forms.put(old, forms.get(now)));
    checkNames(environment, new SettingNames(forms.keySet()));
    forms.putAll(PORTS);
    Binder binder = Binder.get(environment);
    forms.forEach((name, form) -> checkValue(environment, binder, name, form));
    RENAMED.forEach(
        (old, now) -> {
          if (environment.containsProperty(old)) {
            LOG.warn("{} is called {} now; the next version does not read the old name.", old, now);
          }
        });
  }

  private static Map<String, SettingType> forms(ConfigurableListableBeanFactory beans) {
    Map<String, SettingType> forms = new TreeMap<>();
    forms.put(OPERATORS_TOKEN, new SettingType(String.class, null));
    for (String bean : beans.getBeanDefinitionNames()) {
      // Spring names what @ConfigurationPropertiesScan finds like this: prefix, hyphen, class.
      Class<?> type = bean.startsWith(PREFIX) ? beans.getType(bean, false) : null;
      if (type != null && type.isRecord()) {
        forms.putAll(of(type));
      }
    }
    return forms;
  }

  /** The settings that a record declares, by name. */
  static Map<String, SettingType> of(Class<?> record) {
    Map<String, SettingType> forms = new TreeMap<>();
    String prefix = record.getAnnotation(ConfigurationProperties.class).value();
    for (RecordComponent component : record.getRecordComponents()) {
      forms.put(
          prefix + "." + DataObjectPropertyName.toDashedForm(component.getName()),
          new SettingType(component.getType(), component.getAnnotation(ValidRange.class)));
    }
    return forms;
  }

  static void checkNames(ConfigurableEnvironment environment, SettingNames names) {
    for (String name : SettingNames.set(environment)) {
      if (name.startsWith(PREFIX + ".") && !names.isKnown(name)) {
        throw new BadSettingException(
            "%s: there is no such setting; %s".formatted(name, names.remedy(name)));
      }
    }
    for (String variable : SettingNames.variables(environment)) {
      if (variable.toLowerCase(java.util.Locale.ROOT).startsWith(PREFIX + "_")
          && !names.isKnownVariable(variable)) {
        throw new BadSettingException(
            "%s: there is no such environment variable; %s"
                .formatted(variable, names.remedyForVariable(variable)));
      }
    }
  }

  static void checkValue(
      ConfigurableEnvironment environment, Binder binder, String name, SettingType form) {
    try {
      Object value = binder.bind(name, Bindable.of(form.type())).orElse(null);
      if (value == null || form.holds(value)) {
        return;
      }
    } catch (BindException e) {
      // Reported below, in one sentence for all kinds.
    }
    throw new BadSettingException(
        SettingFailureAnalyzer.wrong(name, environment.getProperty(name, ""), form.words()));
  }
}
