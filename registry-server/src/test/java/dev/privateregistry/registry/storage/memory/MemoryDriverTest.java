package dev.privateregistry.registry.storage.memory;

import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageDriverContract;
import java.util.List;

class MemoryDriverTest extends StorageDriverContract {
  private final MemoryDriver driver = new MemoryDriver();

  @Override
  protected StorageDriver create() {
    return driver;
  }

  @Override
  protected List<String> leftovers() {
    return driver.list("");
  }
}
