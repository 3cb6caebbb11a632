package io.gatehouse.bus;

import io.gatehouse.settings.BadSettingException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzerPolicy;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

/**
 * Artemis inside this process: every write synced to disk before it is confirmed, duplicate ids
 * kept on disk, no anonymous access. A journal that fails ends the process, for a broker that
 * cannot write must neither look alive nor confirm.
 */
final class EmbeddedBroker implements InitializingBean, DisposableBean {

  static final String GATEWAY_USER = "gatehouse";

  private static final String GATEWAY_ROLE = "gateway";
  private static final String CLIENT_ROLE = "client";

  private static final AtomicInteger STARTED = new AtomicInteger();

  private final BusProperties properties;
  private final int serverId = STARTED.getAndIncrement();
  private final String gatewayPassword = randomPassword();
  private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
  private final FailedDisk failedDisk = new FailedDisk(Runtime.getRuntime()::halt);

  EmbeddedBroker(BusProperties properties) {
    this.properties = properties;
  }

  /** The password of {@link #GATEWAY_USER}, known to this process alone. */
  String gatewayPassword() {
    return gatewayPassword;
  }

  /** Where the gateway connects, without any network. */
  String url() {
    return "vm://" + serverId;
  }

  /** A queue of the broker's; null where it has none of that name. */
  Queue queue(String name) {
    return broker.getActiveMQServer().locateQueue(name);
  }

  /** Ways into it for messages. */
  List<Lane> lanes(int count, Duration patience) {
    return Stream.<Lane>generate(
            () -> new BrokerLane(broker.getActiveMQServer(), patience, failedDisk))
        .limit(count)
        .toList();
  }

  boolean isActive() {
    return broker.getActiveMQServer() != null && broker.getActiveMQServer().isActive();
  }

  @Override
  public void afterPropertiesSet() throws Exception {
    BusFile bus = BusFile.read(properties.addresses());
    broker.setConfiguration(configuration(bus));
    broker.setSecurityManager(securityManager());
    broker.start();
    if (!isActive()) {
      throw new BadSettingException(
          "The embedded broker did not start: look whether another process uses %s (gatehouse.broker.data-directory) or %s (gatehouse.broker.acceptor)."
              .formatted(properties.dataDirectory(), properties.acceptor()));
    }
    broker.getActiveMQServer().registerIOCriticalErrorListener(failedDisk);
    PageFolders.keep(broker.getActiveMQServer().getPagingManager(), bus.addresses());
  }

  private Configuration configuration(BusFile bus) throws Exception {
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration.setName("gatehouse");
    configuration.setJournalDirectory(directory("journal"));
    configuration.setBindingsDirectory(directory("bindings"));
    configuration.setLargeMessagesDirectory(directory("large-messages"));
    configuration.setPagingDirectory(directory("paging"));
    configuration.setPersistenceEnabled(true);
    configuration.setJournalType(JournalType.NIO);
    configuration.setJournalDatasync(true);
    configuration.setJournalSyncTransactional(true);
    configuration.setJournalSyncNonTransactional(true);
    configuration.setJournalBufferTimeout_NIO(properties.journalBufferTimeout());
    configuration.setPersistIDCache(true);
    configuration.setMaxDiskUsage(properties.maxDiskUsage());
    configuration.setCriticalAnalyzerPolicy(CriticalAnalyzerPolicy.HALT);
    configuration.setSecurityEnabled(true);
    configuration.setJMXManagementEnabled(false);
    configuration.setMessageExpiryScanPeriod(30_000);
    configuration.addAcceptorConfiguration(
        new TransportConfiguration(
            InVMAcceptorFactory.class.getName(),
            Map.of(
                org.apache.activemq.artemis.core.remoting.impl.invm.TransportConstants
                    .SERVER_ID_PROP_NAME,
                serverId)));
    if (!properties.acceptor().isBlank()) {
      configuration.addAcceptorConfiguration(networkAcceptor());
    }
    configuration.putSecurityRoles("#", Set.of(role(GATEWAY_ROLE, true)));
    configuration.putSecurityRoles(
        "kyc.#", Set.of(role(GATEWAY_ROLE, true), role(CLIENT_ROLE, properties.clientsMaySend())));
    bus.applyTo(configuration);
    configuration.setPurgePageFolders(false);
    return configuration;
  }

  private String directory(String name) throws java.io.IOException {
    return Files.createDirectories(properties.dataDirectory().resolve(name)).toString();
  }

  /** CORE and AMQP only: what JMS clients and the rest of the world speak. */
  private TransportConfiguration networkAcceptor() {
    String[] place = properties.acceptor().split(":");
    if (place.length != 2 || !place[1].matches("[0-9]{1,5}")) {
      throw new BadSettingException(
          "gatehouse.broker.acceptor: \"%s\" is not host:port.".formatted(properties.acceptor()));
    }
    if (properties.user().isBlank() || properties.password().isBlank()) {
      throw new BadSettingException(
          "gatehouse.broker.user and gatehouse.broker.password are not set: gatehouse.broker.acceptor opens the broker to the network, which needs both.");
    }
    Map<String, Object> parameters = new HashMap<>();
    parameters.put(TransportConstants.HOST_PROP_NAME, place[0]);
    parameters.put(TransportConstants.PORT_PROP_NAME, Integer.parseInt(place[1]));
    parameters.put(TransportConstants.PROTOCOLS_PROP_NAME, "CORE,AMQP");
    return new TransportConfiguration(NettyAcceptorFactory.class.getName(), parameters, "clients");
  }

  /** Clients read, browse and acknowledge; the gateway sends as well. Nobody creates anything. */
  private static Role role(String name, boolean sends) {
    return new Role(
        name, sends, true, false, false, false, false, false, true, false, false, false, false);
  }

  private ActiveMQJAASSecurityManager securityManager() {
    SecurityConfiguration users = new SecurityConfiguration();
    users.addUser(GATEWAY_USER, gatewayPassword);
    users.addRole(GATEWAY_USER, GATEWAY_ROLE);
    if (!properties.acceptor().isBlank()) {
      users.addUser(properties.user(), properties.password());
      users.addRole(properties.user(), CLIENT_ROLE);
    }
    return new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users);
  }

  private static String randomPassword() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public void destroy() throws Exception {
    broker.stop();
  }
}
