package io.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.broker.BrokerConnectionConfiguration.Broker;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The journal of a real broker. */
@ExtendWith(OutputCaptureExtension.class)
class JournalFileCheckTest {

  private static final String DAMAGED = "bytes between its records that are no record";

  @TempDir Path folder;

  @Test
  void whatABrokerHasWrittenIsWholeAndARecordThatIsOverwrittenIsTold(CapturedOutput output)
      throws Exception {
    write("first", "overwritten-later", "last");

    JournalFileCheck.check(folder.resolve("journal"), ".amq");
    JournalFileCheck.check(folder.resolve("bindings"), ".bindings");
    assertThat(output).doesNotContain(DAMAGED);

    overwrite("overwritten-later");
    JournalFileCheck.check(folder.resolve("journal"), ".amq");
    assertThat(output).contains("activemq-data-").contains(DAMAGED);
  }

  private void write(String... texts) throws Exception {
    EmbeddedBroker broker =
        new EmbeddedBroker(
            new EmbeddedBrokerProperties(
                folder, Path.of("routes/bus.properties"), "", "", "", false, 200_000, 99));
    broker.afterPropertiesSet();
    try (JMSContext client =
        new Broker(broker.url(), EmbeddedBroker.GATEWAY_USER, broker.gatewayPassword(), false)
            .connections(5_000)
            .createContext(JMSContext.SESSION_TRANSACTED)) {
      for (String text : texts) {
        client.createProducer().send(client.createQueue("kyc.identity"), text);
        client.commit();
      }
    } finally {
      broker.destroy();
    }
  }

  /** Overwrites the head of the record with the text, like a bad block of the disk. */
  private void overwrite(String text) throws IOException {
    for (Path file : files()) {
      byte[] bytes = Files.readAllBytes(file);
      // The broker writes two bytes a character; one byte is one character here.
      String content = new String(bytes, StandardCharsets.ISO_8859_1);
      int at = content.indexOf(String.join("\0", text.split("")));
      if (at >= 0) {
        Arrays.fill(bytes, at - 80, at + 80, (byte) 0);
        Files.write(file, bytes);
        return;
      }
    }
    throw new AssertionError("the text is in no file");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("journal"))) {
      return files.filter(file -> file.toString().endsWith(".amq")).toList();
    }
  }
}
