package io.gatehouse.routes;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the route files are, {@code gatehouse.routes.*}.
 *
 * @param directory the folder with vendors, downstream, registration and kamelets
 * @param reload whether files that change are served as they are then
 */
@ConfigurationProperties("gatehouse.routes")
record RouteProperties(
    @DefaultValue("routes") Path directory, @DefaultValue("false") boolean reload) {

  Path routes(RouteKind kind) {
    return directory.resolve(kind.folder());
  }

  Path kamelets() {
    return directory.resolve("kamelets");
  }
}
