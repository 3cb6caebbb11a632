package io.gatehouse.broker;

/** The names of message properties and queues that the gateway and bus consumers rely upon. */
public final class MessageNames {

  /** The prefix of an event's attributes (CloudEvents AMQP binding 1.0, binary mode, over JMS). */
  public static final String ATTRIBUTE = "cloudEvents_";

  /** Artemis drops a second message to an address with the same value. */
  public static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

  /**
   * The same value in bytes. The broker looks it up and remembers it in one step, and not in two as
   * for the other property: between two steps, an equal message from another gateway could get in.
   * The broker removes it when the message has arrived.
   */
  public static final String DUPLICATE_ID_AT_ONCE = "_AMQ_BRIDGE_DUP";

  /** Messages of one group are delivered to one consumer, in order (JMS 2.0, section 3.5.9). */
  public static final String GROUP_ID = "JMSXGroupID";

  /** Artemis turns this property into AMQP's content-type. */
  public static final String CONTENT_TYPE = "JMS_AMQP_ContentType";

  /** When Artemis delivers a message that is sent for later, in milliseconds since 1970. */
  public static final String NOT_BEFORE = "_AMQ_SCHED_DELIVERY";

  /** The address to which a message was sent first; Artemis sets it when it moves or copies one. */
  public static final String ORIGINAL_ADDRESS = "_AMQ_ORIG_ADDRESS";

  /** The queue from which Artemis took a message that it moved. */
  public static final String ORIGINAL_QUEUE = "_AMQ_ORIG_QUEUE";

  /** The queue of events of unknown types. */
  public static final String UNCLASSIFIED = "kyc.unclassified";

  /** The queue of bodies that cannot be read. */
  public static final String QUARANTINE = "kyc.quarantine";

  /** The queue of events that a receiver did not take. */
  public static final String DEAD_LETTERS = "kyc.dead-letter";

  private MessageNames() {}
}
