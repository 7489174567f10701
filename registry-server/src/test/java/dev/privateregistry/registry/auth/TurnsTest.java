package dev.privateregistry.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TurnsTest {
  private static final Duration LONG = Duration.ofSeconds(15);

  private final LinkedBlockingQueue<String> order = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  @Test
  void shouldLetAFewGoAtOnce() throws InterruptedException {
    Turns turns = new Turns(2, 10, LONG);
    assertTrue(turns.await("a"));
    assertTrue(turns.await("b"));
    enqueue(turns, "c");

    turns.end();

    assertEquals("c", order.poll(5, TimeUnit.SECONDS));
  }

  @Test
  void shouldNotKeepANameWaitingForTheManyTriesOfAnother() throws InterruptedException {
    Turns turns = new Turns(1, 100, LONG);
    assertTrue(turns.await("busy"));
    for (int i = 0; i < 20; i++) {
      enqueue(turns, "mallory");
    }
    enqueue(turns, "alice");

    assertEquals("alice", allInOrder(turns).getFirst());
  }

  @Test
  void shouldNotKeepANameWaitingForABurstOfOtherNames() throws InterruptedException {
    Turns turns = new Turns(1, 100, LONG);
    assertTrue(turns.await("busy"));
    for (int i = 0; i < 20; i++) {
      enqueue(turns, "mallory" + i);
    }
    enqueue(turns, "alice");

    assertEquals("alice", allInOrder(turns).getFirst());
  }

  @Test
  void shouldNotKeepANameWaitingForTheRestOfABurst() throws InterruptedException {
    Turns turns = new Turns(1, 100, LONG);
    assertTrue(turns.await("busy"));
    for (int i = 0; i < 20; i++) {
      enqueue(turns, "mallory" + i);
    }
    turns.end();
    assertEquals("mallory19", order.poll(5, TimeUnit.SECONDS));
    enqueue(turns, "alice");

    assertEquals("alice", allInOrder(turns).getFirst());
  }

  @Test
  void shouldPutFurtherTriesOfANameBehindTheFirstOfOthers() throws InterruptedException {
    Turns turns = new Turns(1, 100, LONG);
    assertTrue(turns.await("busy"));
    enqueue(turns, "alice");
    enqueue(turns, "mallory");
    enqueue(turns, "mallory");
    turns.end();
    assertEquals("mallory", order.poll(5, TimeUnit.SECONDS));
    enqueue(turns, "mallory");

    assertEquals("alice", allInOrder(turns).getFirst());
  }

  @Test
  void shouldSendAwayWhoseTurnIsFurthestAwayWhenTooManyWait() throws InterruptedException {
    Turns turns = new Turns(1, 3, LONG);
    assertTrue(turns.await("busy"));
    for (int i = 0; i < 3; i++) {
      enqueue(turns, "mallory");
    }
    threads.add(Thread.ofVirtual().start(() -> await(turns, "alice")));

    assertEquals("mallory away", order.poll(5, TimeUnit.SECONDS));
    assertEquals(List.of("alice", "mallory", "mallory"), allInOrder(turns));
  }

  @Test
  void shouldNotWaitLongerThanItsPatience() {
    Turns turns = new Turns(1, 10, Duration.ofMillis(20));
    assertTrue(turns.await("busy"));

    assertFalse(turns.await("alice"));
    assertEquals(0, turns.waiting());
    turns.end();
    assertTrue(turns.await("alice"));
  }

  /** Starts to wait under this name, and returns when it does. */
  private void enqueue(Turns turns, String name) throws InterruptedException {
    int before = turns.waiting();
    threads.add(Thread.ofVirtual().start(() -> await(turns, name)));
    while (turns.waiting() == before) {
      Thread.sleep(1);
    }
  }

  private void await(Turns turns, String name) {
    order.add(turns.await(name) ? name : name + " away");
  }

  /** Ends turns until nobody waits; returns who went. */
  private List<String> allInOrder(Turns turns) throws InterruptedException {
    List<String> went = new ArrayList<>();
    while (turns.waiting() > 0) {
      turns.end();
      went.add(String.valueOf(order.poll(5, TimeUnit.SECONDS)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return went;
  }
}
