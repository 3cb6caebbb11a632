package io.gatehouse.tools.simulation;

import java.util.List;

/**
 * One generated event, ready to be sent any number of times.
 *
 * @param event the vendor's word
 * @param body as JSON, possibly corrupted
 * @param encrypted whether to encrypt it, each time anew
 * @param damaged whether to corrupt its ciphertext
 * @param proofs with which the vendor authenticates
 */
record SimulatedEvent(
    Vendor vendor,
    String event,
    byte[] body,
    boolean encrypted,
    boolean damaged,
    List<Credential> proofs) {

  String path() {
    return vendor.pathOf(vendor.event(event));
  }

  String name() {
    return vendor.name() + " " + event;
  }
}
