package dev.privateregistry.registry.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Tracks every buffer of the tests of a class, and fails the class when one was not released. */
final class LeakCheck implements BeforeAllCallback, AfterAllCallback {
  private @Nullable ListAppender<ILoggingEvent> reports;

  @Override
  public void beforeAll(ExtensionContext context) {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    reports = new ListAppender<>();
    reports.start();
    logger().addAppender(reports);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (reports != null) {
      provokeReports();
      logger().detachAppender(reports);
      List<String> leaks = reports.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
      assertEquals(List.of(), leaks);
    }
  }

  /** A leak is noticed when its buffer was collected and another one is allocated. */
  private static void provokeReports() {
    for (int i = 0; i < 3; i++) {
      System.gc();
      for (int k = 0; k < 32; k++) {
        PooledByteBufAllocator.DEFAULT.directBuffer(64).release();
        ByteBufAllocator.DEFAULT.directBuffer(64).release();
      }
    }
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
  }
}
