package io.gatehouse.admin;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.util.Optional;

/** How a parked message is returned to where it belongs. */
interface Redrive {

  /**
   * Returns one message, durably, and removes it from the queue; either both or neither.
   *
   * @return why it stays; empty if it has been returned
   */
  Optional<RedriveRefusal> redrive(Connection bus, ParkedMessageQueue queue, ParkedMessage parked)
      throws JMSException;
}
