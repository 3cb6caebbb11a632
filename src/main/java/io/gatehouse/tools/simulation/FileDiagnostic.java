package io.gatehouse.tools.simulation;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.gatehouse.settings.BadSettingException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Describes in one sentence what is wrong in a simulation file, and where. */
final class FileDiagnostic {

  private FileDiagnostic() {}

  /**
   * The diagnostic.
   *
   * @param written the file's text; a value that is not in it comes from a setting, and is not
   *     repeated
   */
  static BadSettingException of(Path file, JacksonException problem, String written) {
    return new BadSettingException(file + sentence(problem, written));
  }

  private static String sentence(JacksonException problem, String written) {
    if (problem instanceof UnrecognizedPropertyException e) {
      return ": '%s' is not known at %s; known are %s."
          .formatted(e.getPropertyName(), place(e, 1), known(e));
    }
    if (problem instanceof InvalidFormatException e) {
      String value = String.valueOf(e.getValue());
      return ": %s does not fit at %s; %s."
          .formatted(
              written.contains(value) ? "'" + value + "'" : "what is set",
              place(e, 0),
              fitting(e.getTargetType()));
    }
    if (problem instanceof ValueInstantiationException e) {
      return ": %s, at %s.".formatted(e.getCause().getMessage(), place(e, 0));
    }
    if (problem instanceof JsonMappingException e) {
      return ": this does not fit at %s.".formatted(place(e, 0));
    }
    String first = problem.getOriginalMessage().lines().findFirst().orElse("");
    int line = problem.getLocation() == null ? 0 : problem.getLocation().getLineNr();
    return ", line %d: this is not YAML (%s); mend the line.".formatted(line, first);
  }

  private static String fitting(Class<?> type) {
    return type.isEnum()
        ? "known are " + Arrays.toString(type.getEnumConstants())
        : "write it like 30s, 15m or 12h";
  }

  /** The path to the problem, without its last names. */
  private static String place(JsonMappingException e, int leftOut) {
    List<String> names =
        e.getPath().stream()
            .limit(e.getPath().size() - (long) leftOut)
            .map(part -> part.getFieldName() == null ? "" + part.getIndex() : part.getFieldName())
            .toList();
    return names.isEmpty() ? "the top" : String.join(".", names);
  }

  private static String known(UnrecognizedPropertyException e) {
    return String.join(
        ", ",
        e.getKnownPropertyIds().stream()
            .map(Object::toString)
            .filter(property -> !property.equals("name"))
            .sorted()
            .toList());
  }
}
