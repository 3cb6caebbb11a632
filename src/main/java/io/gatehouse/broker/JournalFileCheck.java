package io.gatehouse.broker;

import io.gatehouse.settings.BadSettingException;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFile;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFileFactory;
import org.apache.activemq.artemis.core.journal.RecordInfo;
import org.apache.activemq.artemis.core.journal.impl.JournalFileImpl;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.apache.activemq.artemis.core.journal.impl.JournalReaderCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the files of a journal before Artemis reads them. Artemis deletes a file that is too short
 * and skips what is not a record, without a message: the events in it would be lost unnoticed.
 */
final class JournalFileCheck {

  private static final Logger LOG = LoggerFactory.getLogger(JournalFileCheck.class);

  /** The counter of compactions, which each record has since version 2 of the format. */
  private static final int COMPACT_COUNT = 1;

  private static final int CHUNK = 64 * 1024;

  private JournalFileCheck() {}

  /**
   * Checks the files of one journal.
   *
   * @param folder their directory
   * @param ending the suffix of their names
   * @throws BadSettingException if a file does not begin like one of Artemis's journal files
   */
  static void check(Path folder, String ending) {
    for (Path file : files(folder, ending)) {
      try {
        check(file);
      } catch (IOException e) {
        throw new BadSettingException(
            "%s cannot be read (%s): let the gateway's user read and write all files in the folder of gatehouse.broker.data-directory."
                .formatted(file, e.getClass().getSimpleName()));
      }
    }
  }

  private static List<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new BadSettingException(
          "%s cannot be read: let the gateway's user read and write the folder of gatehouse.broker.data-directory."
              .formatted(folder));
    }
  }

  private static void check(Path file) throws IOException {
    long size = Files.size(file);
    if (size == 0) {
      // A power cut leaves this of a file that had just been created.
      return;
    }
    int version = 0;
    long id = 0;
    if (size >= JournalImpl.SIZE_HEADER) {
      try (DataInputStream header = new DataInputStream(Files.newInputStream(file))) {
        version = header.readInt();
        header.readInt();
        id = header.readLong();
      }
    }
    if (version != JournalImpl.FORMAT_VERSION) {
      throw new BadSettingException(
          "%s is damaged, it does not begin as a file of the broker's journal: put the folder of gatehouse.broker.data-directory back from a backup, or move this file away and lose the events in it."
              .formatted(file));
    }
    int lost = unreadable(file, id, version, used(file, size));
    if (lost > 0) {
      LOG.error(
          "{} holds {} bytes between its records that are no record: if this was no power cut, it is damaged, and events may be missing; see docs/operations.md",
          file,
          lost);
    }
  }

  /**
   * The length up to the last byte that is not zero, and a little more, since a record may end in
   * zeros. Most of a file has never been written, and searching all of it for records would take
   * long.
   */
  private static int used(Path file, long size) throws IOException {
    byte[] none = new byte[CHUNK];
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (long start = (size - 1) / CHUNK * CHUNK; start >= 0; start -= CHUNK) {
        int length = channel.read(chunk.clear(), start);
        if (!Arrays.equals(chunk.array(), 0, length, none, 0, length)) {
          return (int) Math.min(start + length + Long.BYTES, size);
        }
      }
    }
    return 0;
  }

  /** How many bytes up to the last record belong to none. */
  private static int unreadable(Path file, long id, int version, int used) throws IOException {
    NIOSequentialFileFactory folder = new NIOSequentialFileFactory(file.getParent().toFile(), 1);
    Sizes sizes = new Sizes();
    try {
      int end =
          JournalImpl.readJournalFile(
              folder,
              new JournalFileImpl(new Beginning(folder, file, used), id, version),
              sizes,
              new AtomicReference<>());
      return end - JournalImpl.SIZE_HEADER - sizes.sum;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /** A file of which only the beginning is read. */
  private static final class Beginning extends NIOSequentialFile {

    private final int length;

    Beginning(NIOSequentialFileFactory folder, Path file, int length) {
      super(folder, folder.getDirectory(), file.getFileName().toString(), 1);
      this.length = length;
    }

    @Override
    public long size() {
      return length;
    }
  }

  /** Adds up the sizes of a file's records. */
  private static final class Sizes implements JournalReaderCallback {

    private int sum;

    private void add(int size, int data) {
      sum += size + COMPACT_COUNT + data;
    }

    @Override
    public void onReadEventRecord(RecordInfo info) {
      add(JournalImpl.SIZE_ADD_RECORD, info.data.length);
    }

    @Override
    public void onReadAddRecord(RecordInfo info) {
      add(JournalImpl.SIZE_ADD_RECORD, info.data.length);
    }

    @Override
    public void onReadUpdateRecord(RecordInfo info) {
      add(JournalImpl.SIZE_ADD_RECORD, info.data.length);
    }

    @Override
    public void onReadDeleteRecord(long recordId) {
      add(JournalImpl.SIZE_DELETE_RECORD, 0);
    }

    @Override
    public void onReadAddRecordTX(long transaction, RecordInfo info) {
      add(JournalImpl.SIZE_ADD_RECORD_TX, info.data.length);
    }

    @Override
    public void onReadUpdateRecordTX(long transaction, RecordInfo info) {
      add(JournalImpl.SIZE_ADD_RECORD_TX, info.data.length);
    }

    @Override
    public void onReadDeleteRecordTX(long transaction, RecordInfo info) {
      add(JournalImpl.SIZE_DELETE_RECORD_TX, info.data.length);
    }

    @Override
    public void onReadPrepareRecord(long transaction, byte[] extra, int records) {
      add(JournalImpl.SIZE_PREPARE_RECORD, extra.length);
    }

    @Override
    public void onReadCommitRecord(long transaction, int records) {
      add(JournalImpl.SIZE_COMMIT_RECORD, 0);
    }

    @Override
    public void onReadRollbackRecord(long transaction) {
      add(JournalImpl.SIZE_ROLLBACK_RECORD, 0);
    }
  }
}
