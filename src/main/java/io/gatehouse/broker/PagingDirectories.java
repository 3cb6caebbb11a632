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
 * The directories for Artemis's paging. Artemis creates one when an address is first paged, and
 * does not sync the file in it that names the address: after a power cut soon afterwards it would
 * ignore every event in there. Therefore each address gets its directory before the first event,
 * and it is synced.
 */
final class PagingDirectories {

  private static final String OWNER = "address.txt";

  private PagingDirectories() {}

  /** Creates the missing directories, and syncs all of them to disk. */
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
