package io.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.gatehouse.gateway.Bus;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Sample;
import io.gatehouse.tools.contract.Contract;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Sends every request in {@code src/test/resources/vendors} to the running gateway. A folder is an
 * account of a vendor: its {@code account.properties}, if there is one, contains the settings in
 * which it differs from the profile {@code local}. Each case is a folder with {@code request.http}
 * as the vendor sends it and {@code event.json}, the event that it must become, or {@code
 * answer.json}, the response that it must get. {@code src/test/resources/vendors/README.md} has the
 * details. Each event must also match the contract for bus consumers, docs/asyncapi.yaml.
 */
class VendorRequestsTest {

  private static final Path VENDORS = Path.of("src/test/resources/vendors");

  private Gateway own;

  @AfterEach
  void stopTheGatewayOfAnAccount() {
    if (own != null) {
      own.close();
      own = null;
    }
  }

  @TestFactory
  Stream<DynamicNode> requestsBecomeWhatTheirFilesSay() throws IOException {
    return folders(VENDORS).stream()
        .map(account -> dynamicContainer(account.getFileName().toString(), cases(account)));
  }

  private Stream<DynamicNode> cases(Path account) {
    return Stream.of(account)
        .flatMap(
            folder -> {
              Gateway gateway = gateway(folder);
              return folders(folder).stream()
                  .map(
                      test ->
                          (DynamicNode)
                              dynamicTest(
                                  test.getFileName().toString(),
                                  () ->
                                      new Sample(test)
                                          .check(
                                              gateway,
                                              (queue, event) ->
                                                  compareWithContract(test, queue, event))));
            });
  }

  private static void compareWithContract(Path test, String queue, Bus.Received event) {
    String described = Contract.isUndescribed(test) ? null : event.text();
    assertThat(Contract.committed().faults(queue, event.properties(), described))
        .as(Contract.REMEDY)
        .isEmpty();
  }

  private Gateway gateway(Path account) {
    Path settings = account.resolve("account.properties");
    if (!Files.exists(settings)) {
      return Gateway.shared();
    }
    if (own != null) {
      own.close();
    }
    own = Gateway.start(read(settings));
    return own;
  }

  private static List<Path> folders(Path parent) {
    try (Stream<Path> children = Files.list(parent)) {
      return children.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, properties::getProperty));
  }
}
