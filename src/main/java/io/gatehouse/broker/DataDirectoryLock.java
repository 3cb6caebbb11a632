package io.gatehouse.broker;

import io.gatehouse.settings.BadSettingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of the embedded broker, held by this process alone. Artemis would wait for another
 * process for ever, and start without a word over a folder that it cannot write.
 */
final class DataDirectoryLock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DataDirectoryLock.class);

  private static final String SETTING = "gatehouse.broker.data-directory";
  private static final String LOCK = "gatehouse.lock";
  private static final int LOOK_AGAIN_MILLIS = 100;
  private static final long FIRST_FILES = 32L << 20;

  private final Path folder;
  private final FileChannel file;

  /** Java forgets a lock of this process that nobody refers to. */
  private final FileLock lock;

  private DataDirectoryLock(Path folder, FileChannel file, FileLock lock) {
    this.folder = folder;
    this.file = file;
    this.lock = lock;
  }

  /**
   * Takes the folder, which is made where it is not there.
   *
   * @param patience for how long to wait for another process, which may be about to end
   * @throws BadSettingException where it cannot be written, or another process keeps it
   */
  static DataDirectoryLock take(Path folder, Duration patience) {
    FileChannel file = null;
    try {
      Files.createDirectories(folder);
      file =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = lock(folder, file, patience);
      // A disk without room, or one that has been switched to read-only, is found out here.
      file.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes()), 0);
      file.force(true);
      checkRoom(folder);
      return new DataDirectoryLock(folder, file, lock);
    } catch (IOException e) {
      close(file, folder);
      throw unusable(folder, e);
    } catch (RuntimeException e) {
      close(file, folder);
      throw e;
    }
  }

  /** The broker makes its first files at full length, and fails in pages where it cannot. */
  private static void checkRoom(Path folder) throws IOException {
    boolean isNew = !Files.exists(folder.resolve("journal"));
    if (isNew && Files.getFileStore(folder).getUsableSpace() < FIRST_FILES) {
      throw new BadSettingException(
          "%s (%s) has less than %d MB of room on its disk, which the broker's first files need: make room, or set another folder."
              .formatted(folder, SETTING, FIRST_FILES >> 20));
    }
  }

  private static FileLock lock(Path folder, FileChannel file, Duration patience)
      throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    Thread waiting = Thread.currentThread();
    Thread ending = new Thread(waiting::interrupt, "ends-waiting");
    boolean hooked = hook(ending);
    try {
      FileLock lock = tryLock(file);
      if (lock == null) {
        LOG.warn(
            "{} is in use by another process; the start waits up to {} seconds for its end",
            folder,
            patience.toSeconds());
      }
      while (lock == null) {
        if (System.nanoTime() > end) {
          throw inUse(folder);
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        lock = tryLock(file);
      }
      return lock;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw inUse(folder);
    } finally {
      if (hooked) {
        unhook(ending);
      }
    }
  }

  /** A process that is told to end must not wait on. */
  private static boolean hook(Thread ending) {
    try {
      Runtime.getRuntime().addShutdownHook(ending);
      return true;
    } catch (IllegalStateException e) {
      // It is ending already.
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void unhook(Thread ending) {
    try {
      Runtime.getRuntime().removeShutdownHook(ending);
    } catch (IllegalStateException e) {
      // It is ending, by this very hook.
    }
  }

  private static FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      // A second gateway in this process, as in tests.
      return null;
    }
  }

  private static BadSettingException inUse(Path folder) {
    return new BadSettingException(
        "%s (%s) is in use by another process: end that one, or give this one a folder of its own."
            .formatted(folder, SETTING));
  }

  /** What the system says, in words for who runs the gateway. */
  static BadSettingException unusable(Path folder, IOException e) {
    String why;
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      why = "is no folder: name one";
    } else if (e instanceof AccessDeniedException) {
      why = "may not be written by the gateway's user: give it the right";
    } else if (String.valueOf(e.getMessage()).contains("No space left")) {
      why = "has no room left on its disk: make room";
    } else if (String.valueOf(e.getMessage()).contains("Read-only")) {
      why = "is read-only: mount it for writing";
    } else {
      why =
          "cannot be written (%s): make it a folder that the gateway's user may write"
              .formatted(e.getClass().getSimpleName());
    }
    return new BadSettingException(
        "%s (%s) %s, or set another folder.".formatted(folder, SETTING, why));
  }

  /** A folder inside it, made where it is not there. */
  Path inside(String name) {
    Path inside = folder.resolve(name);
    try {
      return Files.createDirectories(inside);
    } catch (IOException e) {
      throw unusable(inside, e);
    }
  }

  private static void close(FileChannel file, Path folder) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  @Override
  public void close() throws IOException {
    if (lock.isValid()) {
      lock.release();
    }
    file.close();
  }
}
