package io.gatehouse.faults;

import java.io.IOException;
import java.nio.file.Path;

/** Two brokers that share a store, behind TLS: one serves, and the other waits for its end. */
final class BrokerPair implements AutoCloseable {

  private final Certificate certificate;
  private final OutsideBroker.Plan primaryPlan;
  private final OutsideBroker.Plan backupPlan;
  private OutsideBroker primary;
  private OutsideBroker backup;

  BrokerPair(Path folder) throws IOException {
    certificate = Certificate.of("localhost", folder.resolve("tls"));
    primaryPlan = member(folder, "primary");
    backupPlan = member(folder, "backup");
    for (OutsideBroker.Plan plan : new OutsideBroker.Plan[] {primaryPlan, backupPlan}) {
      connector(plan, "broker-0", primaryPlan.port());
      connector(plan, "broker-1", backupPlan.port());
    }
  }

  private OutsideBroker.Plan member(Path folder, String role) {
    String store = folder.resolve("store").toString();
    return new OutsideBroker.Plan(folder.resolve(role))
        .withTlsOnly()
        .with("pair.properties")
        .with(role + ".properties")
        .set("acceptorConfigurations.\"tls\".params.keyStorePath", certificate.broker().toString())
        .set("journalDirectory", store + "/journal")
        .set("bindingsDirectory", store + "/bindings")
        .set("largeMessagesDirectory", store + "/large-messages")
        .set("pagingDirectory", store + "/paging")
        .set("clusterUser", "pair")
        .set("clusterPassword", "pair-password");
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
    backup.awaitOutput("AMQ221031", times);
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
    return "(tcp://localhost:%d?name=broker-0,tcp://localhost:%d?name=broker-1)?ha=true&retryInterval=200&%s"
        .formatted(primaryPlan.port(), backupPlan.port(), certificate.inUrl());
  }

  @Override
  public void close() {
    for (OutsideBroker broker : new OutsideBroker[] {primary, backup}) {
      if (broker != null) {
        broker.close();
      }
    }
  }
}
