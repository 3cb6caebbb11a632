package io.gatehouse.settings;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The range of a setting, both ends included. It annotates a component of a record of settings;
 * {@link SettingsValidator} enforces it at the start.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface ValidRange {

  /** The smallest value: a whole number, or a time such as {@code 5s}. */
  String from();

  /** The largest value, written in the same way. */
  String to();
}
