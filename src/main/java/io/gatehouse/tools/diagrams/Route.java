package io.gatehouse.tools.diagrams;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One route of a file.
 *
 * @param folder of the file below the routes folder, such as {@code vendors}
 * @param name of the file: a vendor's or a receiving system's
 * @param id the route's
 * @param description one line
 * @param introduction the comment at the start of the file
 * @param uri of its start
 * @param parameters of the start
 * @param steps in order
 */
public record Route(
    String folder,
    String name,
    String id,
    String description,
    String introduction,
    String uri,
    Map<String, String> parameters,
    List<Step> steps) {

  private static final String WEB = "platform-http:";

  /** Whether this route receives webhooks. */
  public boolean isVendors() {
    return uri.startsWith(WEB);
  }

  /** The path of the webhooks. */
  String path() {
    return uri.substring(WEB.length());
  }

  /** Which event becomes which type, in the order of the file. */
  public List<TypeRow> types() {
    return types(steps).toList();
  }

  private static Stream<TypeRow> types(List<Step> steps) {
    return steps.stream()
        .flatMap(
            step ->
                step instanceof Step.Naming naming
                    ? naming.rows().stream()
                    : step instanceof Step.Choice choice
                        ? choice.branches().stream().flatMap(Route::types)
                        : Stream.empty());
  }

  private static Stream<TypeRow> types(Step.Branch branch) {
    return types(branch.steps()).map(row -> row.under(branch.condition()));
  }

  /**
   * Maps one of a vendor's events to a canonical type.
   *
   * @param when the vendor's word, or a condition; empty for the default row
   * @param word whether {@code when} is a word of the vendor's
   * @param type canonical
   */
  public record TypeRow(String when, boolean word, String type) {

    /** The queue: the type's first two words. */
    public String address() {
      return type.substring(0, type.lastIndexOf('.'));
    }

    /** The same with one more condition. */
    TypeRow under(String condition) {
      if (condition.isEmpty() || when.isEmpty()) {
        return new TypeRow(
            condition.isEmpty() ? when : condition, word && condition.isEmpty(), type);
      }
      return new TypeRow(condition + ", " + when, false, type);
    }
  }
}
