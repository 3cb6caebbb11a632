package io.gatehouse.broker;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.ChannelImpl.CHANNEL_ID;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Lets through what clients of this broker say. Outside sessions nobody has logged in yet, and
 * Artemis obeys all the same: it makes any queue that it is told to there, since brokers of a
 * cluster ask so, and knows packets of clusters, replicas and federations. Here is none of these.
 * Who sends such a packet is cut off. In a session Artemis itself asks for rights.
 */
final class ClientPackets implements Interceptor {

  /** By channel: what clients ask before they have a session, or to get one. */
  private static final Map<Long, Set<Byte>> WITHOUT_SESSION =
      Map.of(
          CHANNEL_ID.PING.id,
          Set.of(PacketImpl.PING, PacketImpl.SUBSCRIBE_TOPOLOGY, PacketImpl.SUBSCRIBE_TOPOLOGY_V2),
          CHANNEL_ID.SESSION.id,
          Set.of(
              PacketImpl.CREATESESSION,
              PacketImpl.CREATESESSION_V2,
              PacketImpl.REATTACH_SESSION,
              PacketImpl.CONNECT));

  private final LongAdder refused = new LongAdder();

  /** How many clients have been cut off so far. */
  long refused() {
    return refused.sum();
  }

  @Override
  public boolean intercept(Packet packet, RemotingConnection connection) {
    long channel = packet.getChannelID();
    if (channel >= CHANNEL_ID.USER.id
        || WITHOUT_SESSION.getOrDefault(channel, Set.of()).contains(packet.getType())) {
      return true;
    }
    refused.increment();
    connection.destroy();
    return false;
  }
}
