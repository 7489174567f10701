package dev.privateregistry.operator.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.privateregistry.operator.decide.PodReport;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodTroubleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "containerStatuses: [{state: {waiting: {reason: ErrImagePull, message: not found}}}]"
            + " | ErrImagePull: not found",
        "containerStatuses: [{state: {waiting: {reason: CrashLoopBackOff}}}] | CrashLoopBackOff",
        "conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: no node}]"
            + " | Unschedulable: no node",
        "containerStatuses: [{state: {waiting: {reason: ContainerCreating}}}] | silent",
        "containerStatuses: [{state: {running: {}}}] | silent",
        "phase: Pending | silent"
      })
  void shouldSayWhyAPodDoesNotRun(String status, String said) {
    Pod pod = Serialization.unmarshal("metadata: {name: p}\nstatus: {" + status + "}", Pod.class);
    PodInterview interview = new PodInterview((asked, tls) -> new PodReport.Unreachable("silent"));
    assertEquals(
        new PodReport.Unreachable(said), interview.ask(List.of(pod), true).getFirst().answer());
  }

  @Test
  void shouldBelieveAPodThatAnswers() {
    Pod pod =
        Serialization.unmarshal(
            "metadata: {name: p}\nstatus: {containerStatuses: [{state: {waiting: {reason: X}}}]}",
            Pod.class);
    PodReport.Loaded loaded =
        new PodReport.Loaded("1", new PodReport.Files(null, null, null), null, List.of());
    assertEquals(
        loaded,
        new PodInterview((asked, tls) -> loaded).ask(List.of(pod), true).getFirst().answer());
  }
}
