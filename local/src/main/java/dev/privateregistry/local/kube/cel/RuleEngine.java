package dev.privateregistry.local.kube.cel;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compiles and evaluates expressions over {@code self} and {@code oldSelf}. */
final class RuleEngine {
  private static final Pattern OLD_SELF = Pattern.compile("\\boldSelf\\b");

  /**
   * What an expression sees.
   *
   * @param oldSelf null when there is no old value
   * @param optionalOld whether the old value is wrapped as an optional
   */
  record Bindings(Object self, @Nullable Object oldSelf, boolean optionalOld) {
    Map<String, Object> variables() {
      Map<String, Object> variables = new HashMap<>();
      variables.put("self", self);
      if (optionalOld) {
        variables.put("oldSelf", Optional.ofNullable(oldSelf));
      } else if (oldSelf != null) {
        variables.put("oldSelf", oldSelf);
      }
      return variables;
    }
  }

  /**
   * The outcome of a rule.
   *
   * @param error why it could not be evaluated, empty when it could
   */
  record Verdict(boolean holds, String error) {}

  private sealed interface Compiled {
    record Program(CelRuntime.Program program) implements Compiled {}

    record Broken(String why) implements Compiled {}
  }

  private final Cel cel;
  private final Map<String, Compiled> programs = new ConcurrentHashMap<>();

  RuleEngine() {
    CelOptions options =
        CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .enableOptionalSyntax(true)
            .build();
    this.cel =
        CelFactory.plannerCelBuilder()
            .setOptions(options)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("self", SimpleType.DYN)
            .addVar("oldSelf", SimpleType.DYN)
            .addCompilerLibraries(
                CelExtensions.optional(),
                CelExtensions.strings(),
                CelExtensions.bindings(),
                CelExtensions.sets(options))
            .addRuntimeLibraries(
                CelExtensions.optional(), CelExtensions.strings(), CelExtensions.sets(options))
            .addFunctionDeclarations(KubernetesFunctions.declarations())
            .addFunctionBindings(KubernetesFunctions.bindings())
            .build();
  }

  boolean usesOldSelf(String expression) {
    return OLD_SELF.matcher(expression).find();
  }

  /** Why an expression does not compile. */
  Optional<String> complaint(String expression) {
    return switch (compiled(expression)) {
      case Compiled.Program program -> Optional.empty();
      case Compiled.Broken broken -> Optional.of(broken.why());
    };
  }

  Verdict evaluate(String expression, Bindings bindings) {
    try {
      return new Verdict(Boolean.TRUE.equals(value(expression, bindings)), "");
    } catch (CelEvaluationException e) {
      return new Verdict(false, message(e));
    }
  }

  /** The text an expression yields, empty when it yields none. */
  String text(String expression, Bindings bindings) {
    try {
      return value(expression, bindings) instanceof String text ? text : "";
    } catch (CelEvaluationException e) {
      return "";
    }
  }

  private static String message(CelEvaluationException e) {
    String message = String.valueOf(e.getMessage());
    int at = message.indexOf(": ");
    return message.startsWith("evaluation error") && at > 0 ? message.substring(at + 2) : message;
  }

  private Object value(String expression, Bindings bindings) throws CelEvaluationException {
    return switch (compiled(expression)) {
      case Compiled.Program program -> program.program().eval(bindings.variables());
      case Compiled.Broken broken ->
          throw new IllegalStateException("rule does not compile: " + broken.why());
    };
  }

  private Compiled compiled(String expression) {
    return programs.computeIfAbsent(expression, this::compile);
  }

  private Compiled compile(String expression) {
    try {
      CelAbstractSyntaxTree tree = cel.compile(expression).getAst();
      return new Compiled.Program(cel.createProgram(tree));
    } catch (CelValidationException | CelEvaluationException e) {
      return new Compiled.Broken(String.valueOf(e.getMessage()));
    }
  }
}
