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
 * The lock on the embedded broker's data directory, so that only this process uses it. Artemis
 * would wait for ever for another process, and would start without a message on a directory that it
 * cannot write.
 */
final class DataDirectoryLock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DataDirectoryLock.class);

  private static final String SETTING = "gatehouse.broker.data-directory";
  private static final String LOCK = "gatehouse.lock";
  private static final int LOOK_AGAIN_MILLIS = 100;
  private static final long FIRST_FILES = 32L << 20;

  private final Path folder;
  private final FileChannel file;

  /** Java releases a lock of this process that nothing references. */
  private final FileLock lock;

  private DataDirectoryLock(Path folder, FileChannel file, FileLock lock) {
    this.folder = folder;
    this.file = file;
    this.lock = lock;
  }

  /**
   * Locks the directory, which is created if it does not exist.
   *
   * @param patience how long to wait for another process, which may be about to end
   * @throws BadSettingException if it cannot be written, or another process keeps it
   */
  static DataDirectoryLock take(Path folder, Duration patience) {
    FileChannel file = null;
    try {
      Files.createDirectories(folder);
      file =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = lock(folder, file, patience);
      // A full or read-only disk is detected here.
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

  /**
   * Checks that there is room for the broker's first files, which it creates at full length; a
   * failure there would fill pages of log.
   */
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

  /** Registers a shutdown hook, so that a process that is stopped does not wait on. */
  private static boolean hook(Thread ending) {
    try {
      Runtime.getRuntime().addShutdownHook(ending);
      return true;
    } catch (IllegalStateException e) {
      // The process is already shutting down.
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void unhook(Thread ending) {
    try {
      Runtime.getRuntime().removeShutdownHook(ending);
    } catch (IllegalStateException e) {
      // The process is shutting down, and runs this very hook.
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

  /** The operating system's error as a sentence for the operator. */
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

  /** A subdirectory, which is created if it does not exist. */
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
