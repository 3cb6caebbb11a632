package io.gatehouse.faults;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/** A long form, run by {@code ./mvnw verify -Pchaos} only. */
@Tag("chaos")
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Chaos {}
