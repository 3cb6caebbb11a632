package io.gatehouse.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Decides which files of the routes folder may be read. */
public final class FolderFiles {

  /** The largest file, in bytes. */
  private static final long LARGEST = 1024 * 1024;

  private FolderFiles() {}

  /**
   * Whether a file may be read: an ordinary one, not too large, inside the folder. Links within the
   * folder are followed, since Kubernetes mounts files by them.
   *
   * @throws IOException if the file does not exist
   */
  public static boolean isReadable(Path root, Path file) throws IOException {
    return Files.isRegularFile(file)
        && Files.size(file) <= LARGEST
        && file.toRealPath().startsWith(root.toRealPath());
  }
}
