package io.gatehouse.tools.simulation;

import java.util.List;

/**
 * One event, made up and ready to be sent, as often as need be.
 *
 * @param event the vendor's word
 * @param body as JSON, or spoilt
 * @param encrypted whether it is to be encrypted, each time anew
 * @param damaged whether its ciphertext is to be spoilt
 * @param proofs with which the vendor proves itself
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
