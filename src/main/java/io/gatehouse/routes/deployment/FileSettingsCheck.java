package io.gatehouse.routes.deployment;

import io.gatehouse.routes.validation.FileSettings;
import io.gatehouse.routes.validation.RouteFolderSnapshot;
import io.gatehouse.routes.validation.RouteKind;
import io.gatehouse.routes.validation.RouteProperties;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.stereotype.Component;

/** Checks the route files' settings before the broker or the database starts. */
@Component
class FileSettingsCheck implements BeanFactoryPostProcessor {

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    ConfigurableEnvironment environment = beans.getBean(ConfigurableEnvironment.class);
    RouteProperties properties =
        new RouteProperties(
            Path.of(environment.getProperty("gatehouse.routes.directory", "routes")),
            false,
            Path.of(""));
    // If the folder is missing, RouteLoader reports it.
    if (Files.isDirectory(properties.routes(RouteKind.VENDOR))
        && Files.isDirectory(properties.kamelets())) {
      FileSettings.check(RouteFolderSnapshot.of(properties), environment);
    }
  }
}
