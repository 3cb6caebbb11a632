package io.gatehouse.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.paging.PagingManager;
import org.apache.activemq.artemis.core.paging.PagingStore;

/**
 * The folders that Artemis pages to. It makes one when an address first goes to disk, and does not
 * sync the file in it that says whose it is: after a power cut soon afterwards it would pass over
 * every event in there. So each address gets its folder before the first event, and it is synced.
 */
final class PagingDirectories {

  private static final String OWNER = "address.txt";

  private PagingDirectories() {}

  /** Makes the folders that are missing, and has all of them kept by the disk. */
  static void keep(PagingManager paging, Set<String> addresses) throws Exception {
    for (String address : addresses) {
      PagingStore store = paging.getPageStore(SimpleString.of(address));
      if (store.getFolder() == null) {
        store.startPaging();
        store.stopPaging();
      }
      Path folder = store.getFolder().toPath();
      sync(folder.resolve(OWNER), StandardOpenOption.WRITE);
      sync(folder, StandardOpenOption.READ);
      sync(folder.getParent(), StandardOpenOption.READ);
    }
  }

  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }
}
