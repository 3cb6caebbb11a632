package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kamelet.KameletEndpointUriFactory;
import org.apache.camel.spi.Policy;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * What a kamelet's template may do: create the gateway's own steps, and set their properties from
 * the kamelet's parameters. No class is initialised to check that.
 */
final class KameletAllowList {

  private static final String OURS = "io.gatehouse.";
  private static final ClassLoader LOADER = KameletAllowList.class.getClassLoader();
  private static final Set<String> OF_TEMPLATE = Set.of("beans", "from");
  private static final Set<String> OF_BEAN = Set.of("name", "type", "properties");
  private static final Set<String> OF_FROM =
      Set.of("id", "description", "uri", "parameters", "steps");
  private static final Pattern CLASS = Pattern.compile("#class:([\\w.$]+)");
  private static final Pattern TYPE = Pattern.compile("#type:([\\w.]+)");
  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9]*");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern OWN = Pattern.compile("\\{\\{([A-Za-z][A-Za-z0-9]*)}}");
  private static final Pattern MAPPER = Pattern.compile("#json-names-(?:\\{\\{[a-z]+}}|[a-z-]+)");
  private static final String TREE = "com.fasterxml.jackson.databind.JsonNode";
  private static final Set<String> STARTS = Set.of(RouteEndpoints.KAMELET, RouteEndpoints.TAKE);
  private static final Set<String> CALLED =
      Set.of(RouteEndpoints.KAMELET, RouteEndpoints.LOG, RouteEndpoints.PUT);

  private final RouteFile file;
  private final JsonNode template;
  private final Set<String> beans = new TreeSet<>();
  private final RouteTexts texts;

  private KameletAllowList(RouteFile file) {
    this.file = file;
    this.template = file.tree().at("/spec/template");
    template.path("beans").forEach(bean -> beans.add(bean.path("name").asText()));
    Set<String> names = new TreeSet<>(beans);
    names.addAll(Kamelets.names(file.tree().at("/spec/definition/properties")));
    this.texts = new RouteTexts(file, none -> null, Set.of(), names);
  }

  /** Checks a kamelet whose words are known. */
  static void check(RouteFile file) {
    new KameletAllowList(file).check();
  }

  private void check() {
    checkParameters(file.tree().at("/spec/definition/properties"));
    file.checkMembers("template", template, OF_TEMPLATE);
    texts.checkPlaceholders(template, Set.of());
    template.path("beans").forEach(this::checkBean);
    JsonNode from = template.path("from");
    file.checkMembers("from", from, OF_FROM);
    new RouteEndpoints(file, texts, STARTS).check(from, file.line(from, "uri"));
    new RouteSteps(file, texts, RouteSteps.Scope.BUILDING_BLOCK, new OwnSteps())
        .check(from.path("steps"));
  }

  /**
   * A parameter with the name of an option of Camel's kamelet component would be taken for that
   * option.
   */
  private void checkParameters(JsonNode parameters) {
    Set<String> taken = new KameletEndpointUriFactory().propertyNames();
    Set<String> inAddresses = Kamelets.inAddresses(file).keySet();
    for (String name : Kamelets.names(parameters)) {
      int line = file.line(parameters, name);
      if (!WORD.matcher(name).matches() || taken.contains(name) || beans.contains(name)) {
        throw file.bad(
            line,
            "the parameter's name '%s' is taken, or is none; take a word of letters and digits.",
            name);
      }
      JsonNode preset = parameters.path(name).path("default");
      if (preset.asText().contains("{{")) {
        throw file.bad(line, "the default of '%s' must be a value, not a placeholder.", name);
      }
      if (!preset.isMissingNode() && inAddresses.contains(name)) {
        throw file.bad(line, "'%s' is part of an address and has no default; require it.", name);
      }
      if (!preset.isMissingNode()) {
        texts.checkValue(line, name, preset);
      }
    }
  }

  private void checkBean(JsonNode bean) {
    file.checkMembers("beans", bean, OF_BEAN);
    Matcher type = CLASS.matcher(bean.path("type").asText());
    int line = file.line(bean, "type");
    if (!NAME.matcher(bean.path("name").asText()).matches() || !type.matches()) {
      throw file.bad(
          line, "a bean has a name, and a type that is '#class:' and one of the gateway's steps.");
    }
    if (!type.group(1).startsWith(OURS) || !isStep(type.group(1), line)) {
      throw file.bad(
          line,
          "'%s' is none of the gateway's steps; a kamelet makes no other object.",
          type.group(1));
    }
    Class<?> step = ClassUtils.resolveClassName(type.group(1), LOADER);
    for (Map.Entry<String, JsonNode> property : bean.path("properties").properties()) {
      checkProperty(
          step,
          property.getKey(),
          property.getValue(),
          file.line(bean.path("properties"), property.getKey()));
    }
  }

  private void checkProperty(Class<?> step, String name, JsonNode value, int line) {
    if (!WORD.matcher(name).matches()) {
      throw file.bad(line, "'%s' is no name of a step's property.", name);
    }
    if (!hasProperty(step, name)) {
      throw file.bad(line, "the step has no property '%s'.", name);
    }
    Matcher type = TYPE.matcher(value.asText());
    if (!type.matches()) {
      texts.checkValue(line, name, value);
    } else if (!type.group(1).startsWith(OURS)
        && !type.group(1).equals(ProducerTemplate.class.getName())) {
      throw file.bad(line, "'%s' is none of the gateway's parts.", type.group(1));
    }
  }

  private boolean isStep(String name, int line) {
    if (!ClassUtils.isPresent(name, LOADER)) {
      throw file.bad(line, "the gateway has no class '%s'.", name);
    }
    Class<?> type = ClassUtils.resolveClassName(name, LOADER);
    return Modifier.isPublic(type.getModifiers())
        && ClassUtils.hasConstructor(type)
        && Modifier.isPublic(ClassUtils.getConstructorIfAvailable(type).getModifiers())
        && (Processor.class.isAssignableFrom(type) || Policy.class.isAssignableFrom(type));
  }

  /** Whether a step has a property: Camel does not report which property is unknown. */
  private static boolean hasProperty(Class<?> step, String name) {
    String setter = "set" + StringUtils.capitalize(name);
    return Arrays.stream(step.getMethods())
        .anyMatch(method -> method.getName().equals(setter) && method.getParameterCount() == 1);
  }

  /** The steps that a template may have besides those of a route. */
  private final class OwnSteps implements RouteSteps.Place {

    @Override
    public void checkCall(JsonNode endpoint, int line) {
      String uri = RouteEndpoints.uri(endpoint);
      RouteEndpoints endpoints = new RouteEndpoints(file, texts, CALLED);
      if (OWN.matcher(uri).matches()) {
        endpoints.checkWebOptions(endpoint, line);
      } else {
        endpoints.check(endpoint, line);
      }
    }

    @Override
    public void checkBean(String step, JsonNode body) {
      if (step.equals("json")) {
        checkJson(body);
        return;
      }
      String ref = body.path("ref").asText();
      Matcher own = OWN.matcher(ref);
      boolean known = own.matches() ? beans.contains(own.group(1)) : NAME.matcher(ref).matches();
      if (!known) {
        throw file.bad(
            file.line(body, "ref"),
            "'%s' is neither a bean of the kamelet nor a step's name.",
            ref);
      }
    }

    private void checkJson(JsonNode json) {
      String mapper = json.path("objectMapper").asText("#json-names-exact");
      if (!MAPPER.matcher(mapper).matches()
          || !TREE.equals(json.path("unmarshalType").asText(TREE))) {
        throw file.bad(
            file.lines().of(json),
            "JSON is read as a tree, with objectMapper: #json-names-… and unmarshalType: %s.",
            TREE);
      }
    }
  }
}
