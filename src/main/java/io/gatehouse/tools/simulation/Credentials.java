package io.gatehouse.tools.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * How a vendor proves itself.
 *
 * @param oneOf ways of which each request goes one, in turn; those whose settings are missing are
 *     left out
 * @param all ways that every request goes, if their settings are there
 */
record Credentials(List<Credential> oneOf, List<Credential> all) {

  Credentials {
    oneOf = oneOf == null ? List.of() : oneOf;
    all = all == null ? List.of() : all;
  }

  /** The proofs for the request of this number, counted from 0. */
  List<Credential> ofRequest(int number) {
    List<Credential> proofs = new ArrayList<>(all.stream().filter(Credential::isSet).toList());
    List<Credential> methods = oneOf.stream().filter(Credential::isSet).toList();
    if (!methods.isEmpty()) {
      proofs.add(methods.get(number % methods.size()));
    }
    return proofs;
  }
}
