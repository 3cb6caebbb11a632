package io.gatehouse.tools.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * How a vendor authenticates.
 *
 * @param oneOf methods of which each request uses one, in rotation; those whose settings are
 *     missing are left out
 * @param all methods that every request uses, if their settings are set
 */
record Credentials(List<Credential> oneOf, List<Credential> all) {

  Credentials {
    oneOf = oneOf == null ? List.of() : oneOf;
    all = all == null ? List.of() : all;
  }

  /** The credentials for the request of this number, counted from 0. */
  List<Credential> ofRequest(int number) {
    List<Credential> proofs = new ArrayList<>(all.stream().filter(Credential::isSet).toList());
    List<Credential> methods = oneOf.stream().filter(Credential::isSet).toList();
    if (!methods.isEmpty()) {
      proofs.add(methods.get(number % methods.size()));
    }
    return proofs;
  }
}
