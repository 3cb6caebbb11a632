package io.gatehouse.settings;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Compares the names of settings with the known ones, in all spellings that Spring accepts: {@code
 * most-in-flight}, {@code mostInFlight}, {@code GATEHOUSE_HTTP_MOSTINFLIGHT}.
 */
public final class SettingNames {

  /**
   * The variables that Kubernetes sets in each container for a Service whose name begins with one
   * of ours.
   */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "[A-Z0-9_]+_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_[0-9]+_[A-Z]+(_(PROTO|PORT|ADDR))?)?)");

  /** Part of the name of a source that comes with the program, such as the profile local. */
  private static final String OF_THE_JAR = "class path resource [application";

  private final Collection<String> known;
  private final Map<String, String> uniform = new TreeMap<>();
  private final Map<String, String> variables = new TreeMap<>();

  /**
   * Prepares the comparison.
   *
   * @param known names with dots and hyphens, such as {@code gatehouse.http.most-in-flight}
   */
  public SettingNames(Collection<String> known) {
    this.known = known;
    for (String name : known) {
      uniform.put(uniform(name), name);
      variables.put(Secrets.variable(name), name);
      variables.put(name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT), name);
    }
  }

  /** The names that an operator has set: in files, as system properties, on the command line. */
  public static Set<String> set(ConfigurableEnvironment environment) {
    return names(
        environment, source -> !isVariables(source) && !source.getName().contains(OF_THE_JAR));
  }

  /** The environment variables, except those that Kubernetes sets by itself. */
  public static Set<String> variables(ConfigurableEnvironment environment) {
    Set<String> names = names(environment, SettingNames::isVariables);
    names.removeIf(name -> SERVICE_LINK.matcher(name).matches());
    return names;
  }

  private static Set<String> names(
      ConfigurableEnvironment environment, Predicate<PropertySource<?>> sources) {
    Set<String> names = new TreeSet<>();
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> listed && sources.test(source)) {
        names.addAll(List.of(listed.getPropertyNames()));
      }
    }
    return names;
  }

  private static boolean isVariables(PropertySource<?> source) {
    return source.getName().endsWith(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
  }

  public boolean isKnown(String name) {
    return uniform.containsKey(uniform(name));
  }

  public boolean isKnownVariable(String variable) {
    return variables.containsKey(variable.toUpperCase(Locale.ROOT).replaceFirst("(_[0-9]+_?)$", ""))
        || variables.containsKey(variable.toUpperCase(Locale.ROOT));
  }

  /** What to do about an unknown name, beginning with the name that may be meant. */
  public String remedy(String name) {
    Optional<String> suggestion = ClosestMatch.to(name.toLowerCase(Locale.ROOT), known);
    return suggestion
        .map("did you mean %s? Correct it, or take it away."::formatted)
        .orElse("take it away, or look the name up in docs/settings.md.");
  }

  /** The same for a variable. */
  public String remedyForVariable(String variable) {
    Optional<String> suggestion =
        ClosestMatch.to(variable.toUpperCase(Locale.ROOT), variables.keySet()).map(variables::get);
    return suggestion
        .map(
            name ->
                "did you mean %s? Correct it, or take it away.".formatted(Secrets.variable(name)))
        .orElse("take it away, or look the name up in docs/settings.md.");
  }

  private static String uniform(String name) {
    return name.replaceAll("\\[[^]]*]", "")
        .replace("-", "")
        .replace("_", "")
        .toLowerCase(Locale.ROOT);
  }
}
