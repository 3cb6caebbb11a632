package io.gatehouse.routes.validation;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the route files are, {@code gatehouse.routes.*}.
 *
 * @param directory the folder with vendors, downstream, registration and kamelets
 * @param reload whether changed files are deployed while the gateway runs
 * @param vocabulary the types that route files may use; the build's vocabulary if the file does not
 *     exist
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
