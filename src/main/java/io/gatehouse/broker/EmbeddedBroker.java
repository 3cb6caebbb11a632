package io.gatehouse.broker;

import io.gatehouse.settings.BadSettingException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.paging.PagingManager;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.security.SecurityStore;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzerPolicy;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

/**
 * Artemis inside this process: every write is synced to disk before it is confirmed, duplicate ids
 * are kept on disk, and there is no anonymous access. A journal failure ends the process, since a
 * broker that cannot write must neither look alive nor confirm.
 */
final class EmbeddedBroker implements InitializingBean, DisposableBean {

  static final String GATEWAY_USER = "gatehouse";

  /** A rolling update may start a gateway a little before its predecessor has ended. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String GATEWAY_ROLE = "gateway";
  private static final String CLIENT_ROLE = "client";

  private static final AtomicInteger STARTED = new AtomicInteger();

  private final EmbeddedBrokerProperties properties;
  private final int serverId = STARTED.getAndIncrement();
  private final String gatewayPassword = randomPassword();
  private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
  private final DiskFailureHalt failedDisk =
      new DiskFailureHalt(this::whereItWrites, Runtime.getRuntime()::halt);
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final ClientPackets packets = new ClientPackets();
  private DataDirectoryLock folder;

  EmbeddedBroker(EmbeddedBrokerProperties properties) {
    this.properties = properties;
  }

  /** The password of {@link #GATEWAY_USER}, known only to this process. */
  String gatewayPassword() {
    return gatewayPassword;
  }

  /** The URL at which the gateway connects, without any network. */
  String url() {
    return "vm://" + serverId;
  }

  /** A queue of the broker; null if it has none of that name. */
  Queue queue(String name) {
    return broker.getActiveMQServer().locateQueue(name);
  }

  /** Creates senders to it. */
  List<BrokerSender> senders(int count, Duration patience) {
    return Stream.<BrokerSender>generate(
            () -> new EmbeddedBrokerSender(broker.getActiveMQServer(), patience, failedDisk))
        .limit(count)
        .toList();
  }

  boolean isActive() {
    return broker.getActiveMQServer() != null && broker.getActiveMQServer().isActive();
  }

  private String whereItWrites() {
    return "%s, %s".formatted(properties.dataDirectory(), disk().room());
  }

  /** What the broker knows of its disk. */
  EmbeddedOutageProbe.Disk disk() {
    return new EmbeddedOutageProbe.Disk() {
      @Override
      public boolean isFull() {
        return isActive() && broker.getActiveMQServer().getPagingManager().isDiskFull();
      }

      @Override
      public int most() {
        return broker.getActiveMQServer().getConfiguration().getMaxDiskUsage();
      }

      @Override
      public long free() {
        return broker.getActiveMQServer().getPagingManager().getDiskUsableSpace();
      }

      @Override
      public long size() {
        return broker.getActiveMQServer().getPagingManager().getDiskTotalSpace();
      }
    };
  }

  /** How many clients it has refused so far when they connected, read or sent. */
  long refusals() {
    SecurityStore security = broker.getActiveMQServer().getSecurityStore();
    return security.getAuthenticationFailureCount()
        + security.getAuthorizationFailureCount()
        + packets.refused();
  }

  @Override
  public void afterPropertiesSet() throws Exception {
    BusFile bus = BusFile.read(properties.addresses());
    checkUser();
    folder = DataDirectoryLock.take(properties.dataDirectory(), PATIENCE);
    try {
      start(bus);
    } catch (Exception e) {
      destroy();
      throw e;
    }
  }

  private void start(BusFile bus) throws Exception {
    broker.setConfiguration(configuration(bus));
    broker.setSecurityManager(securityManager());
    JournalFileCheck.check(folder.inside("journal"), ".amq");
    JournalFileCheck.check(folder.inside("bindings"), ".bindings");
    broker.createActiveMQServer();
    AmqpProtocol.addTo(broker.getActiveMQServer());
    broker.getActiveMQServer().registerActivationFailureListener(failure::set);
    broker.getActiveMQServer().getServiceRegistry().addIncomingInterceptor(packets);
    broker.start();
    if (!isActive()) {
      throw new BadSettingException(
          "The embedded broker did not start over %s (%s): look whether another process uses the folder of gatehouse.broker.data-directory or the port of gatehouse.broker.acceptor, and whether its files are whole."
              .formatted(
                  properties.dataDirectory(),
                  failure.get() == null ? "inactive" : failure.get().getClass().getSimpleName()));
    }
    broker.getActiveMQServer().registerIOCriticalErrorListener(failedDisk);
    PagingDirectories.keep(broker.getActiveMQServer().getPagingManager(), bus.addresses());
  }

  private Configuration configuration(BusFile bus) throws Exception {
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration.setName("gatehouse");
    configuration.setJournalDirectory(directory("journal"));
    configuration.setBindingsDirectory(directory("bindings"));
    configuration.setLargeMessagesDirectory(directory("large-messages"));
    configuration.setPagingDirectory(directory("paging"));
    configuration.setPersistenceEnabled(true);
    configuration.setJournalLockAcquisitionTimeout(PATIENCE.toMillis());
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
      configuration.addAcceptorConfiguration(Acceptor.parse(properties.acceptor()).transport());
    }
    configuration.putSecurityRoles("#", Set.of(role(GATEWAY_ROLE, true)));
    configuration.putSecurityRoles(
        "kyc.#", Set.of(role(GATEWAY_ROLE, true), role(CLIENT_ROLE, properties.clientsMaySend())));
    bus.applyTo(configuration);
    DivertCheck.forgetOthers(configuration);
    configuration.setPurgePageFolders(false);
    return configuration;
  }

  private String directory(String name) {
    return folder.inside(name).toString();
  }

  /** Checks that the credentials of clients are set, and are not those of the gateway. */
  private void checkUser() {
    if (properties.acceptor().isBlank()) {
      return;
    }
    if (properties.user().isBlank() || properties.password().isBlank()) {
      throw new BadSettingException(
          "gatehouse.broker.user and gatehouse.broker.password are not set: gatehouse.broker.acceptor opens the broker to the network, which needs both.");
    }
    if (properties.user().strip().equalsIgnoreCase(GATEWAY_USER)) {
      throw new BadSettingException(
          "gatehouse.broker.user: \"%s\" is the gateway's own name at the broker, which may do more than consumers; choose another."
              .formatted(properties.user()));
    }
    Acceptor.parse(properties.acceptor()).check();
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
    if (folder != null) {
      folder.close();
    }
  }

  /**
   * The directories for Artemis's paging. Artemis creates one when an address is first paged, and
   * does not sync the file in it that names the address: after a power cut soon afterwards it would
   * ignore every event in there. Therefore each address gets its directory before the first event,
   * and it is synced.
   */
  private static final class PagingDirectories {

    private static final String OWNER = "address.txt";

    private PagingDirectories() {}

    /** Creates the missing directories, and syncs all of them to disk. */
    static void keep(PagingManager paging, Set<String> addresses) throws Exception {
      for (String address : addresses) {
        PagingStore store = paging.getPageStore(SimpleString.of(address));
        if (store.getFolder() == null) {
          store.startPaging();
          store.stopPaging();
        }
        Path folder = store.getFolder().toPath();
        sync(folder.resolve(OWNER), StandardOpenOption.WRITE);
        sync(folder, StandardOpenOption.READ);
        sync(folder.getParent(), StandardOpenOption.READ);
      }
    }

    private static void sync(Path path, StandardOpenOption how) throws IOException {
      try (FileChannel channel = FileChannel.open(path, how)) {
        channel.force(true);
      }
    }
  }
}
