package io.gatehouse.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Two brokers behind TLS: one serves, and the other waits for its end. */
final class BrokerPair implements AutoCloseable {

  private static final String BACKUP_ANNOUNCED = "AMQ221031";
  private static final String BACKUP_SYNCHRONIZED = "AMQ221024";

  private final Certificate certificate;
  private final OutsideBroker.Plan primaryPlan;
  private final OutsideBroker.Plan backupPlan;
  private final String backupIsReady;
  private OutsideBroker primary;
  private OutsideBroker backup;

  private BrokerPair(
      Certificate certificate,
      OutsideBroker.Plan primaryPlan,
      OutsideBroker.Plan backupPlan,
      String backupIsReady) {
    this.certificate = certificate;
    this.primaryPlan = primaryPlan;
    this.backupPlan = backupPlan;
    this.backupIsReady = backupIsReady;
    for (OutsideBroker.Plan plan : List.of(primaryPlan, backupPlan)) {
      plan.withTlsOnly()
          .with("pair.properties")
          .set(
              "acceptorConfigurations.\"tls\".params.keyStorePath", certificate.broker().toString())
          .set("clusterUser", "pair")
          .set("clusterPassword", "pair-password");
      connector(plan, "broker-0", primaryPlan.port());
      connector(plan, "broker-1", backupPlan.port());
    }
  }

  /** A pair on one file system: the same files in two processes, and a lock. */
  static BrokerPair onSharedStore(Path folder) throws IOException {
    OutsideBroker.Plan primary =
        new OutsideBroker.Plan(folder.resolve("primary")).with("primary.properties");
    OutsideBroker.Plan backup =
        new OutsideBroker.Plan(folder.resolve("backup")).with("backup.properties");
    Path store = folder.resolve("store");
    for (OutsideBroker.Plan plan : List.of(primary, backup)) {
      plan.set("journalDirectory", store + "/journal")
          .set("bindingsDirectory", store + "/bindings")
          .set("largeMessagesDirectory", store + "/large-messages")
          .set("pagingDirectory", store + "/paging");
    }
    return new BrokerPair(certificate(folder), primary, backup, BACKUP_ANNOUNCED);
  }

  /** A pair that shares nothing: the primary confirms what the backup has got as well. */
  static BrokerPair replicated(Path folder) throws IOException {
    OutsideBroker.Plan primary = new OutsideBroker.Plan(folder.resolve("primary"));
    replicates(primary, "REPLICATION_PRIMARY_QUORUM_VOTING", "broker-0", "broker-1");
    OutsideBroker.Plan backup = new OutsideBroker.Plan(folder.resolve("backup"));
    replicates(backup, "REPLICATION_BACKUP_QUORUM_VOTING", "broker-1", "broker-0");
    return new BrokerPair(certificate(folder), primary, backup, BACKUP_SYNCHRONIZED);
  }

  private static void replicates(OutsideBroker.Plan plan, String policy, String own, String other) {
    plan.set("HAPolicyConfiguration", policy)
        .set("clusterConfigurations.\"pair\".connectorName", own)
        .set("clusterConfigurations.\"pair\".staticConnectors", other);
  }

  private static Certificate certificate(Path folder) throws IOException {
    return Certificate.of("localhost", folder.resolve("tls"));
  }

  private void connector(OutsideBroker.Plan plan, String name, int port) {
    String connector = "connectorConfigurations.\"%s\".params.".formatted(name);
    plan.set(connector + "host", "localhost");
    plan.set(connector + "port", Integer.toString(port));
    plan.set(connector + "trustStorePath", certificate.trusted().toString());
  }

  BrokerPair start() throws IOException {
    primary = primaryPlan.start();
    backup = backupPlan.launch();
    awaitBackup(1);
    return this;
  }

  /** Waits until the backup has said so many times that it is ready to take over. */
  void awaitBackup(int times) {
    backup.awaitOutput(backupIsReady, times);
  }

  OutsideBroker primary() {
    return primary;
  }

  OutsideBroker backup() {
    return backup;
  }

  /** Starts the primary again, which takes over from the backup. */
  void restartPrimary() throws IOException {
    primary = primaryPlan.launch();
    primary.awaitPort();
  }

  /** As a client names the pair. */
  String url() {
    return "(tcp://localhost:%d?name=broker-0,tcp://localhost:%d?name=broker-1)?ha=true&%s"
        .formatted(primaryPlan.port(), backupPlan.port(), certificate.inUrl());
  }

  @Override
  public void close() {
    Stream.of(primary, backup).filter(Objects::nonNull).forEach(OutsideBroker::close);
  }
}
