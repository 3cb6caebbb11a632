package io.gatehouse.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which files of the routes folder are read at all. */
public final class FolderFiles {

  /** The largest file, in bytes. */
  private static final long LARGEST = 1024 * 1024;

  private FolderFiles() {}

  /**
   * Whether a file may be read: an ordinary one, not too large, that lies in the folder. Links
   * within the folder are followed, as Kubernetes mounts files by them.
   *
   * @throws IOException where the file is not there
   */
  public static boolean isReadable(Path root, Path file) throws IOException {
    return Files.isRegularFile(file)
        && Files.size(file) <= LARGEST
        && file.toRealPath().startsWith(root.toRealPath());
  }
}
