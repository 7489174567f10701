package dev.privateregistry.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What keeps a registry in order, and what holds it still. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MaintenanceSpec(
    @JsonPropertyDescription(
            "Whether pushes and deletions are refused while pulls go on, for example during a"
                + " migration.")
        @Default("false")
        Boolean readOnly,
    @JsonPropertyDescription(
            "When scheduled renewals of the certificate may happen. Default: at any time. A"
                + " certificate is renewed outside them rather than let expire.")
        @Size(max = 16)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<WindowSpec> windows) {

  /** Images come and go. */
  public static final MaintenanceSpec DEFAULT = new MaintenanceSpec(false, List.of());

  public MaintenanceSpec {
    readOnly = readOnly != null && readOnly;
    windows = windows == null ? List.of() : List.copyOf(windows);
  }

  /** A time that comes again and again. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "duration(self.duration) >= duration('1m')",
      message = "duration must be at least 1m, for example 3h",
      fieldPath = ".duration")
  public record WindowSpec(
      @JsonPropertyDescription(
              "When it begins, as cron writes it: minute, hour, day of the month, month, day of the"
                  + " week. \"0 2 * * *\" is every night at two.")
          @Required
          @Pattern(SCHEDULE)
          @Size(max = 100)
          String schedule,
      @JsonPropertyDescription("How long it lasts.")
          @Required
          @Pattern(Durations.PATTERN)
          @Size(max = 32)
          String duration,
      @JsonPropertyDescription(
              "The time zone of the schedule, a name of the IANA database such as Asia/Shanghai.")
          @Default("UTC")
          @Pattern("^[A-Za-z][A-Za-z0-9_+/-]*$")
          @Size(max = 64)
          String timeZone) {

    /** Five fields; whether their values can be is for the operator to say. */
    static final String SCHEDULE =
        "^[0-9*/,-]+ +[0-9*/,-]+ +[0-9*/,-]+ +[0-9A-Za-z*/,-]+ +[0-9A-Za-z*/,-]+$";

    public WindowSpec {
      timeZone = timeZone == null ? "UTC" : timeZone;
    }
  }
}
