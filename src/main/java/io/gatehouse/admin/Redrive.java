package io.gatehouse.admin;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.util.Optional;

/** How a message gets back to where it belongs. */
interface Redrive {

  /**
   * Puts one message back, durably, and takes it from the queue; either both or neither.
   *
   * @return why it stays; nothing where it has been put back
   */
  Optional<RedriveRefusal> redrive(Connection bus, ParkedMessageQueue queue, ParkedMessage parked)
      throws JMSException;
}
