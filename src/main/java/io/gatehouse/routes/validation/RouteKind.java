package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.settings.SettingText;
import java.util.function.UnaryOperator;

/** The folders of route files, and the requirements for a file there. */
public enum RouteKind {
  /** One file for each vendor; it is served unless it is switched off. */
  VENDOR("vendors", "platform-http:/webhooks/", "", true),

  /** One file for each receiving system; one without an address is not called. */
  DOWNSTREAM("downstream", "kamelet:take-from-queue", ".url", false),

  /** How to register with a vendor that has an API for it. */
  REGISTRATION("registration", "direct:", ".api.base-url", false);

  private final String folder;
  private final String start;
  private final String address;
  private final boolean needed;

  RouteKind(String folder, String start, String address, boolean needed) {
    this.folder = folder;
    this.start = start;
    this.address = address;
    this.needed = needed;
  }

  String folder() {
    return folder;
  }

  /** Whether the folder is required for a start. */
  boolean isNeeded() {
    return needed;
  }

  /**
   * Whether a file is in use: according to {@code <name>.enabled}, or else if its address is set. A
   * registration file has the vendor's name, so both follow the same setting.
   */
  public boolean isOn(String name, UnaryOperator<String> setting) {
    String set = address.isEmpty() ? "" : setting.apply(name + address);
    boolean called = address.isEmpty() || (set != null && !set.isBlank());
    String enabled = name + ".enabled";
    return SettingText.isOn(enabled, setting.apply(enabled), called)
        && (called || this != REGISTRATION);
  }

  /** How an operator switches a file off. */
  public String remedyFor(String name) {
    return this == REGISTRATION
        ? "take %s away".formatted(address(name))
        : "switch it off with %s.enabled=false".formatted(name);
  }

  /** The setting that a file needs to be in use; empty if it needs none. */
  public String address(String name) {
    return address.isEmpty() ? "" : name + address;
  }

  /** Checks the endpoint from which a route starts. */
  void checkStart(RouteFile file, String id, JsonNode from) {
    String given = RouteStart.of(from);
    if (!given.startsWith(start)) {
      throw file.bad(
          file.lines().of(from, "uri"),
          "route '%s' must start from %s…, not from '%s'.".formatted(id, start, given));
    }
  }
}
