package io.gatehouse.faults;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/** A broker in a process of its own, which mounts the bus file as an outside broker does. */
final class OutsideBroker implements AutoCloseable {

  private final Process process;

  private OutsideBroker(Process process) {
    this.process = process;
  }

  static OutsideBroker start(Path data, int port, String bus) throws IOException {
    List<String> command = new ArrayList<>(Victim.java("256m", true));
    command.add(OutsideBroker.class.getName());
    command.addAll(List.of(data.toString(), Integer.toString(port), bus));
    Path log = Files.createTempFile(Path.of("target"), "broker", ".log");
    return new OutsideBroker(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void signal(String name) {
    Victim.run("kill", "-" + name, Long.toString(process.pid()));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** The process: data folder, port, bus file. */
  public static void main(String[] arguments) throws Exception {
    ConfigurationImpl configuration = new ConfigurationImpl();
    String data = arguments[0];
    configuration.setJournalDirectory(data + "/journal");
    configuration.setBindingsDirectory(data + "/bindings");
    configuration.setLargeMessagesDirectory(data + "/large-messages");
    configuration.setPagingDirectory(data + "/paging");
    configuration.setJournalType(JournalType.NIO);
    configuration.setJournalBufferTimeout_NIO(200_000);
    configuration.addAcceptorConfiguration(
        new TransportConfiguration(
            NettyAcceptorFactory.class.getName(),
            Map.of("host", "127.0.0.1", "port", arguments[1], "protocols", "CORE"),
            "clients"));
    configuration.putSecurityRoles(
        "#",
        Set.of(
            new Role(
                "all", true, true, false, false, false, false, false, true, false, false, false,
                false)));
    Properties bus = new Properties();
    try (InputStream in = Files.newInputStream(Path.of(arguments[2]))) {
      bus.load(in);
    }
    configuration.parsePrefixedProperties(bus, null);
    SecurityConfiguration users = new SecurityConfiguration();
    users.addUser("bus", "bus");
    users.addRole("bus", "all");
    EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    broker.setConfiguration(configuration);
    broker.setSecurityManager(
        new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
    broker.start();
  }
}
