package io.gatehouse.routes.validation;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The parts of a jq program. jackson-jq keeps them in private fields, and offers no other access.
 *
 * @param holder a part of a program
 * @param field of the holder, for another part
 */
record JqParts(Object holder, Field field) {

  /** The places for parts in a part of a program. */
  static List<JqParts> of(Object holder) {
    List<JqParts> places = new ArrayList<>();
    for (Class<?> type = holder.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          field.setAccessible(true);
          places.add(new JqParts(holder, field));
        }
      }
    }
    return places;
  }

  /** A part of a program and all parts in it, in order. */
  static Stream<Object> all(Object part) {
    if (part instanceof List<?> parts) {
      return parts.stream().flatMap(JqParts::all);
    } else if (part == null
        || part instanceof Enum<?>
        || !part.getClass().getName().startsWith("net.thisptr.jackson.jq.")) {
      return Stream.empty();
    }
    return Stream.concat(
        Stream.of(part), of(part).stream().map(JqParts::part).flatMap(JqParts::all));
  }

  /** The part in a field of this name. */
  static Object named(Object holder, String name) {
    return of(holder).stream()
        .filter(place -> place.field().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> another(null))
        .part();
  }

  /** The part; may be null. */
  Object part() {
    try {
      return field.get(holder);
    } catch (IllegalAccessException e) {
      throw another(e);
    }
  }

  void replace(Object part) {
    try {
      field.set(holder, part);
    } catch (IllegalAccessException e) {
      throw another(e);
    }
  }

  private static IllegalStateException another(Exception cause) {
    return new IllegalStateException(
        "This is another jackson-jq than the one that was read", cause);
  }
}
