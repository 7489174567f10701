package dev.privateregistry.registry.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.domain.Digest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MarksTest {
  @Test
  void shouldHoldWhatWasAddedAndNothingElse() {
    Marks marks = new Marks();
    for (int i = 0; i < 20_000; i++) {
      assertTrue(marks.add(digest(i)));
    }
    for (int i = 0; i < 20_000; i++) {
      assertFalse(marks.add(digest(i)));
      assertTrue(marks.contains(digest(i)));
      assertFalse(marks.contains(digest(-1 - i)));
    }
    assertEquals(20_000, marks.size());
  }

  @Test
  void shouldTellDigestsApartThatBeginAlike() {
    Marks marks = new Marks();
    String start = "0".repeat(63);
    marks.add(Digest.parse("sha256:" + start + "1"));

    assertTrue(marks.contains(Digest.parse("sha256:" + start + "1")));
    assertFalse(marks.contains(Digest.parse("sha256:" + start + "2")));
  }

  private static Digest digest(int number) {
    return Digest.sha256(Integer.toString(number).getBytes(StandardCharsets.UTF_8));
  }
}
