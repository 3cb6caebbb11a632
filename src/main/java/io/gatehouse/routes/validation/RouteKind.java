package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.settings.OnOffSetting;
import java.util.function.UnaryOperator;

/** The folders that route files lie in, and what is asked of a file there. */
public enum RouteKind {
  /** One file a vendor; it is there to be served unless it is switched off. */
  VENDOR("vendors", "platform-http:/webhooks/", "", true),

  /** One file a receiving system; nobody is called whose address is not set. */
  DOWNSTREAM("downstream", "kamelet:take-from-queue", ".url", false),

  /** How to register with a vendor, where one has an API for it. */
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

  /** Whether the gateway does not start without the folder. */
  boolean isNeeded() {
    return needed;
  }

  /**
   * Whether a file is in use: as {@code <name>.enabled} says, else if its address is set. How to
   * register bears the vendor's name, so there the two go together.
   */
  public boolean isOn(String name, UnaryOperator<String> setting) {
    String set = address.isEmpty() ? "" : setting.apply(name + address);
    boolean called = address.isEmpty() || (set != null && !set.isBlank());
    String enabled = name + ".enabled";
    return OnOffSetting.isOn(enabled, setting.apply(enabled), called)
        && (called || this != REGISTRATION);
  }

  /** What the operator does to leave a file out. */
  public String remedyFor(String name) {
    return this == REGISTRATION
        ? "take %s away".formatted(address(name))
        : "switch it off with %s.enabled=false".formatted(name);
  }

  /** What has to be set for a file to be in use; empty where nothing has. */
  public String address(String name) {
    return address.isEmpty() ? "" : name + address;
  }

  /** Checks what a route starts from. */
  void checkStart(RouteFile file, String id, JsonNode from) {
    String given = RouteStart.of(from);
    if (!given.startsWith(start)) {
      throw file.bad(
          file.lines().of(from, "uri"),
          "route '%s' must start from %s…, not from '%s'.".formatted(id, start, given));
    }
  }
}
