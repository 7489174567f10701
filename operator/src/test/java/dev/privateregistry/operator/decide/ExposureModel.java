package dev.privateregistry.operator.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.privateregistry.operator.api.surroundings.IngressClassFacts;
import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.surroundings.Surroundings;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistrySpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Explores what can happen to the objects that expose a registry: the spec asks for another
 * controller, kinds and classes come and go, somebody deletes an object, the operator sees old
 * states and crashes between any two writes. Certificates and users stand still meanwhile.
 */
final class ExposureModel {
  /** How much may change; more by {@code -Dmodel.changes=}: 4 make 196,231 states. */
  private static final int CHANGES = Integer.getInteger("model.changes", 3);

  private static final List<String> WISHES =
      List.of(
          "ingress: {controller: traefik}",
          "ingress: {controller: f5-nginx}, gateway: {parentRefs: [{name: g}]}",
          "ingress: {className: edge}",
          "");

  private static final List<Surroundings> OFFERS =
      List.of(
          offer("projectcontour.io/ingress-controller", EnumSet.allOf(OptionalKind.class)),
          offer("k8s.io/ingress-nginx", EnumSet.of(OptionalKind.INGRESS_CLASS)),
          new Surroundings(EnumSet.allOf(OptionalKind.class), List.of()));

  /** The objects by slot, what a cache shows of them, and what may still change. */
  private record State(
      Map<String, String> objects, Map<String, String> seen, int wish, int offer, int changes) {

    State with(Map<String, String> written) {
      return new State(written, objects, wish, offer, changes);
    }
  }

  private record View(Map<String, String> seen, int wish, int offer) {}

  private final Stage stage = new Stage(spec(WISHES.getFirst()));
  private final Map<String, HasMetadata> contents = new HashMap<>();
  private final Map<View, List<Write>> plans = new HashMap<>();
  private final Set<String> base;
  private final UnaryOperator<List<Write>> change;

  /**
   * @param change what a bug would make of the writes of a plan
   */
  ExposureModel(UnaryOperator<List<Write>> change) {
    this.change = change;
    stage.resource.setSpec(spec(""));
    stage.declareService();
    stage.settle();
    base = new HashSet<>(stage.objects.keySet());
  }

  /** How many states there are; fails with the first that is wrong. */
  int explore() {
    State start = new State(Map.of(), Map.of(), 0, 0, CHANGES);
    Set<State> known = new HashSet<>(Set.of(start));
    Deque<State> open = new ArrayDeque<>(known);
    while (!open.isEmpty()) {
      State state = open.removeFirst();
      checkRest(state);
      for (State next : successors(state)) {
        if (known.add(next)) {
          open.add(next);
        }
      }
    }
    return known.size();
  }

  private List<State> successors(State state) {
    List<State> next = new ArrayList<>();
    next.addAll(performed(state, state.objects()));
    next.addAll(performed(state, state.seen()));
    if (state.changes() > 0) {
      int left = state.changes() - 1;
      for (int wish = 0; wish < WISHES.size(); wish++) {
        next.add(new State(state.objects(), state.seen(), wish, state.offer(), left));
      }
      for (int offer = 0; offer < OFFERS.size(); offer++) {
        next.add(
            new State(served(state.objects(), offer), state.seen(), state.wish(), offer, left));
      }
      for (String slot : state.objects().keySet()) {
        Map<String, String> rest = new TreeMap<>(state.objects());
        rest.remove(slot);
        next.add(new State(rest, state.objects(), state.wish(), state.offer(), left));
      }
    }
    return next;
  }

  /** The objects of a kind go with the kind. */
  private Map<String, String> served(Map<String, String> objects, int offer) {
    Map<String, String> served = new TreeMap<>(objects);
    served
        .values()
        .removeIf(
            content ->
                OptionalKind.of(object(content))
                    .filter(kind -> !OFFERS.get(offer).have(kind))
                    .isPresent());
    return served;
  }

  /** The states after each write of a plan that was made from what was seen. */
  private List<State> performed(State state, Map<String, String> seen) {
    List<State> reached = new ArrayList<>();
    Map<String, String> objects = state.objects();
    for (Write write : plan(new View(seen, state.wish(), state.offer()))) {
      Optional<Map<String, String>> next = performed(objects, seen, write);
      if (next.isEmpty()) {
        break;
      }
      checkServed(write, state.offer());
      if (!next.get().equals(objects)) {
        objects = next.get();
        reached.add(state.with(objects));
      }
    }
    return reached;
  }

  private static void checkServed(Write write, int offer) {
    Optional<OptionalKind> missing =
        OptionalKind.of(write.object()).filter(kind -> !OFFERS.get(offer).have(kind));
    if (write instanceof Write.Apply && missing.isPresent()) {
      throw new AssertionError("writes " + write.target() + ", which the cluster does not have");
    }
  }

  private Optional<Map<String, String>> performed(
      Map<String, String> objects, Map<String, String> seen, Write write) {
    String slot = write.target();
    boolean asSeen = java.util.Objects.equals(objects.get(slot), seen.get(slot));
    Map<String, String> after = new TreeMap<>(objects);
    boolean holds =
        switch (write) {
          case Write.Apply(HasMetadata object) -> put(after, slot, object);
          case Write.Create(HasMetadata object) ->
              !objects.containsKey(slot) && put(after, slot, object);
          case Write.Update(HasMetadata object) -> asSeen && put(after, slot, object);
          case Write.Delete delete -> !objects.containsKey(slot) || (asSeen && gone(after, slot));
          case Write.Confirm confirm -> true;
        };
    return holds ? Optional.of(after) : Optional.empty();
  }

  private boolean put(Map<String, String> objects, String slot, HasMetadata object) {
    HasMetadata copy = Serialization.clone(object);
    copy.getMetadata().setResourceVersion(null);
    String content = Serialization.asJson(copy);
    contents.putIfAbsent(content, copy);
    objects.put(slot, content);
    return true;
  }

  private static boolean gone(Map<String, String> objects, String slot) {
    objects.remove(slot);
    return true;
  }

  private HasMetadata object(String content) {
    return java.util.Objects.requireNonNull(contents.get(content));
  }

  /** The writes that concern what exposes the registry. */
  private List<Write> plan(View view) {
    return plans.computeIfAbsent(
        view,
        it -> {
          stage.objects.keySet().retainAll(base);
          it.seen().forEach((slot, content) -> stage.put(Serialization.clone(object(content))));
          stage.resource.setSpec(spec(WISHES.get(it.wish())));
          stage.surroundings = OFFERS.get(it.offer());
          return change.apply(
              stage.decide().writes().stream()
                  .filter(write -> !base.contains(write.target()))
                  .toList());
        });
  }

  private void checkRest(State from) {
    Map<String, String> objects = from.objects();
    for (int i = 0; i < 20; i++) {
      State state = new State(objects, objects, from.wish(), from.offer(), 0);
      List<State> reached = performed(state, objects);
      if (reached.isEmpty()) {
        checkSettled(state);
        return;
      }
      objects = reached.getLast().objects();
    }
    throw new AssertionError("never comes to rest: " + from);
  }

  private void checkSettled(State state) {
    Set<String> expected = expected(state.wish(), state.offer());
    if (expected != null) {
      assertEquals(
          expected,
          new TreeSet<>(state.objects().keySet()),
          () -> "not what is asked for by " + WISHES.get(state.wish()));
    }
  }

  /** What must be there; null while the class is unknown, when all stays as it was. */
  private static @Nullable Set<String> expected(int wish, int offer) {
    boolean bare = OFFERS.get(offer).kinds().size() == 1;
    return switch (wish) {
      case 0 ->
          bare
              ? Set.of("Ingress/r")
              : Set.of("Ingress/r", "Ingress/r-plain", "Middleware/r", "ServersTransport/r");
      case 1 ->
          bare
              ? Set.of("Ingress/r")
              : Set.of(
                  "Ingress/r",
                  "Policy/r",
                  "Secret/r-nginx-ca",
                  "HTTPRoute/r",
                  "HTTPRoute/r-plain",
                  "BackendTLSPolicy/r");
      case 2 ->
          switch (offer) {
            case 0 -> Set.of("HTTPProxy/r");
            case 1 -> Set.of("Ingress/r");
            default -> null;
          };
      default -> Set.of();
    };
  }

  private static Surroundings offer(String controller, Set<OptionalKind> kinds) {
    return new Surroundings(kinds, List.of(new IngressClassFacts("edge", controller, false)));
  }

  private static PrivateRegistrySpec spec(String exposure) {
    return Serialization.unmarshal(
        "host: registry.example.com\nexposure: {" + exposure + "}\n", PrivateRegistrySpec.class);
  }
}
