package io.gatehouse.routes.deployment;

import io.gatehouse.routes.validation.Kamelets;
import io.gatehouse.routes.validation.RouteSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;

/**
 * One version of a route file in the gateway's context: its routes, and those that Camel creates
 * from the kamelets in it. All of them carry the revision's name, so that two revisions of a file
 * can exist side by side and each can be removed completely.
 */
final class RouteRevision {

  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final String HTTP_ENDPOINT = "platform-http:";
  private static final Pattern KAMELET = Pattern.compile("kamelet:/*([^/?]+)");

  private final RouteSet.Use use;
  private final Map<String, String> kamelets = new TreeMap<>();
  private final String name = "e" + NUMBERS.incrementAndGet();
  private final boolean first;
  private final AtomicInteger steps = new AtomicInteger();
  private final List<String> ids = new ArrayList<>();

  /**
   * A revision that is not in the context yet.
   *
   * @param kamelets all kamelets, of which the file uses some
   * @param first whether the file's routes keep their ids; otherwise the ids of an older revision
   *     may still be taken
   */
  RouteRevision(RouteSet.Use use, Kamelets kamelets, boolean first) {
    this.use = use;
    this.first = first;
    this.kamelets.putAll(textsOf(use, kamelets));
  }

  private static Map<String, String> textsOf(RouteSet.Use use, Kamelets kamelets) {
    Map<String, String> texts = new TreeMap<>();
    Kamelets.usedBy(use).stream()
        .filter(kamelets::has)
        .forEach(name -> texts.put(name, kamelets.text(name)));
    return texts;
  }

  RouteSet.Use use() {
    return use;
  }

  /** Whether the file and the kamelets that it uses are still those of this revision. */
  boolean isOf(RouteSet.Use now, Kamelets kameletsNow) {
    return use.kind() == now.kind()
        && use.file().text().equals(now.file().text())
        && kamelets.equals(textsOf(now, kameletsNow));
  }

  /**
   * Marks the contents of a builder as belonging to this revision, before routes are created from
   * it.
   */
  void mark(RouteBuilder builder) {
    for (RouteDefinition route : builder.getRouteCollection().getRoutes()) {
      // The group is the vendor of a route.
      route.setGroup(use.file().name());
      if (!first) {
        route.setId(route.getRouteId() + "~" + name);
        route.setNodePrefixId(name + ".");
      }
      ids.add(route.getRouteId());
      route.getInput().setUri(marked(route.getInput().getUri()));
      markSteps(route);
    }
  }

  private void markSteps(RouteDefinition route) {
    Collection<ToDefinition> steps =
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class);
    steps.forEach(step -> step.setUri(marked(step.getUri())));
  }

  /** An endpoint's URI, unique to this revision. */
  private String marked(String uri) {
    Matcher kamelet = KAMELET.matcher(uri);
    if (kamelet.lookingAt()) {
      String own = Kamelets.SCHEME + kamelet.group(1) + "/" + name + "." + steps.incrementAndGet();
      return own + uri.substring(kamelet.end());
    }
    return uri.startsWith(HTTP_ENDPOINT)
        ? uri + (uri.contains("?") ? "&" : "?") + "revision=" + name
        : uri;
  }

  /** The ids of the routes in the file. */
  List<String> ids() {
    return ids;
  }

  /** Whether the id is that of a route of this revision, or of a kamelet in it. */
  boolean has(String id) {
    return ids.contains(id) || id.startsWith(name + ".");
  }
}
