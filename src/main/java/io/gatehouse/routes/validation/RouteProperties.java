package io.gatehouse.routes.validation;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the route files are, {@code gatehouse.routes.*}.
 *
 * @param directory the folder with vendors, downstream, registration and kamelets
 * @param reload whether files that change are served as they are then
 * @param vocabulary the types that route files may give; that of the build where it is not there
 */
@ConfigurationProperties("gatehouse.routes")
public record RouteProperties(
    @DefaultValue("routes") Path directory,
    @DefaultValue("false") boolean reload,
    @DefaultValue("docs/vocabulary.yaml") Path vocabulary) {

  public Path routes(RouteKind kind) {
    return directory.resolve(kind.folder());
  }

  public Path kamelets() {
    return directory.resolve("kamelets");
  }
}
