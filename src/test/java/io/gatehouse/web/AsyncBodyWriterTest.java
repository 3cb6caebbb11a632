package io.gatehouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A body that is written whenever the container is ready for more. */
class AsyncBodyWriterTest {

  private final List<String> happened = new ArrayList<>();
  private final Connection connection = new Connection();
  private final AsyncBodyWriter writer =
      new AsyncBodyWriter(
          connection,
          "accepted".getBytes(StandardCharsets.UTF_8),
          done -> happened.add("written " + done),
          () -> happened.add("completed"),
          () -> happened.add("gone"));

  /** A container's end of the connection, which is ready as often as a test says. */
  private final class Connection extends ServletOutputStream {

    private int ready;

    @Override
    public boolean isReady() {
      return ready-- > 0;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(int value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(byte[] bytes) {
      happened.add("sent " + new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void flush() {
      happened.add("flushed");
    }
  }

  @Test
  void isReportedBeforeItsFirstByteAndCompletedWhenItIsFlushed() throws IOException {
    connection.ready = 10;

    writer.onWritePossible();

    assertThat(happened).containsExactly("written true", "sent accepted", "flushed", "completed");
  }

  @Test
  void waitsWhereTheConnectionIsNotReadyAndWritesNothingTwice() throws IOException {
    for (int call = 0; call < 4; call++) {
      connection.ready = 1;
      writer.onWritePossible();
    }

    assertThat(happened).containsExactly("written true", "sent accepted", "flushed", "completed");
  }

  @Test
  void nothingHappensWhileTheConnectionIsNeverReady() throws IOException {
    writer.onWritePossible();

    assertThat(happened).isEmpty();
  }

  @Test
  void aConnectionThatFailsIsReportedAlsoAfterTheFirstByte() throws IOException {
    connection.ready = 1;
    writer.onWritePossible();
    writer.onError(new IOException("reset"));

    assertThat(happened).containsExactly("written true", "sent accepted", "written false", "gone");
  }

  @Test
  void aConnectionThatFailsAfterTheEndTakesNothingBack() throws IOException {
    connection.ready = 10;
    writer.onWritePossible();
    happened.clear();

    writer.onError(new IOException("reset"));

    assertThat(happened).containsExactly("gone");
  }
}
