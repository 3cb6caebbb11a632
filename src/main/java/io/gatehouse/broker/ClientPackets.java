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
 * Lets only packets of ordinary clients pass. Outside sessions nobody has logged in yet, but
 * Artemis obeys anyway: it creates any requested queue there, since brokers of a cluster request
 * so, and accepts packets of clusters, replicas and federations. None of these exist here. A client
 * that sends such a packet is disconnected. In a session Artemis itself checks permissions.
 */
final class ClientPackets implements Interceptor {

  /** By channel: what clients send before they have a session, or to get one. */
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

  /** How many clients have been disconnected so far. */
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
