package dev.privateregistry.operator.reconcile;

import dev.privateregistry.operator.acme.OrderDesk;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.apply.KnownObjects;
import dev.privateregistry.operator.apply.Outcome;
import dev.privateregistry.operator.apply.PlanApplier;
import dev.privateregistry.operator.apply.Sameness;
import dev.privateregistry.operator.decide.Plan;
import dev.privateregistry.operator.decide.Snapshot;
import dev.privateregistry.operator.observe.Observer;
import dev.privateregistry.operator.observe.PodInterview;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Observe, decide, apply. Every path ends with the instant to look again, since an event in between
 * drops the one that was set before.
 */
@ControllerConfiguration(name = PrivateRegistryReconciler.NAME)
public final class PrivateRegistryReconciler implements Reconciler<PrivateRegistry> {
  public static final String NAME = "privateregistry";

  private static final Logger LOG = LoggerFactory.getLogger(PrivateRegistryReconciler.class);

  /** How soon to decide again when a plan was overtaken: about what an informer lags behind. */
  private static final Duration OVERTAKEN = Duration.ofMillis(200);

  private final PodInterview interview;
  private final Function<Snapshot, Plan> decide;
  private final OrderDesk orders;
  private final Clock clock;
  private @Nullable InformerCaches caches;

  public PrivateRegistryReconciler(
      PodInterview interview, Function<Snapshot, Plan> decide, OrderDesk orders, Clock clock) {
    this.interview = interview;
    this.decide = decide;
    this.orders = orders;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, PrivateRegistry>> prepareEventSources(
      EventSourceContext<PrivateRegistry> context) {
    InformerCaches prepared = new InformerCaches(context);
    caches = prepared;
    return prepared.eventSources();
  }

  @Override
  public UpdateControl<PrivateRegistry> reconcile(
      PrivateRegistry resource, Context<PrivateRegistry> context) {
    Observer observer =
        new Observer(
            prepared(), interview, seen -> orders.report(seen.getMetadata().getUid()), clock);
    Plan plan = decide.apply(observer.observe(resource));
    Outcome outcome = applier(context).perform(resource, plan);
    if (outcome instanceof Outcome.Done) {
      orders.want(resource.getMetadata().getUid(), plan.order());
    }
    return UpdateControl.<PrivateRegistry>noUpdate().rescheduleAfter(delay(outcome, plan));
  }

  @Override
  public ErrorStatusUpdateControl<PrivateRegistry> updateErrorStatus(
      PrivateRegistry resource, Context<PrivateRegistry> context, Exception e) {
    LOG.warn("{} is tried again: {}", ResourceID.fromResource(resource), FailureReport.message(e));
    LOG.debug("the failure", e);
    applier(context).report(resource, FailureReport.of(resource, e, clock.instant()));
    return ErrorStatusUpdateControl.noStatusUpdate();
  }

  private Duration delay(Outcome outcome, Plan plan) {
    return switch (outcome) {
      case Outcome.Done done ->
          atLeastOneMilli(Duration.between(clock.instant(), plan.lookAgain()));
      case Outcome.Overtaken overtaken -> OVERTAKEN;
      case Outcome.Refused refused -> throw new WriteRefusedException(refused);
    };
  }

  private static Duration atLeastOneMilli(Duration delay) {
    Duration least = Duration.ofMillis(1);
    return delay.compareTo(least) < 0 ? least : delay;
  }

  private PlanApplier applier(Context<PrivateRegistry> context) {
    return new PlanApplier(context.getClient(), new Recent(prepared(), context), same(context));
  }

  private static Sameness same(Context<PrivateRegistry> context) {
    return new Sameness() {
      @Override
      public <T extends HasMetadata> boolean holds(T live, T desired) {
        return SSABasedGenericKubernetesResourceMatcher.<T>getInstance()
            .matches(live, desired, context);
      }
    };
  }

  private InformerCaches prepared() {
    return Objects.requireNonNull(caches, "the event sources are not prepared");
  }

  /** Feeds what was written back into the caches that the next observation reads. */
  private record Recent(InformerCaches caches, Context<PrivateRegistry> context)
      implements KnownObjects {

    @Override
    public <T extends HasMetadata> Optional<T> newest(T object) {
      return caches.newest(object);
    }

    @Override
    public <T extends HasMetadata> void written(@Nullable T before, T after) {
      if (after instanceof PrivateRegistry resource
          && before instanceof PrivateRegistry resourceBefore) {
        context
            .eventSourceRetriever()
            .getControllerEventSource()
            .handleRecentResourceUpdate(
                ResourceID.fromResource(resource), resource, resourceBefore);
      } else {
        caches.written(before, after);
      }
    }
  }
}
