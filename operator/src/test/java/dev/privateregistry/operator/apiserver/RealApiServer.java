package dev.privateregistry.operator.apiserver;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands an {@link ApiServer} to the constructors and methods of tests that ask for one. It is
 * started once and stopped after the last test. Where its programs are not there and cannot be
 * built, the tests are skipped with the reason; in CI they fail.
 */
public final class RealApiServer implements ExecutionCondition, ParameterResolver {
  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(RealApiServer.class);

  /** Whether there is one, and why not. */
  private sealed interface Found {
    record Programs(Tools tools) implements Found {}

    record Nothing(String reason) implements Found {}
  }

  /** Closed by JUnit with the store that holds it. */
  private record Running(ApiServer server) implements AutoCloseable {
    @Override
    public void close() {
      server.close();
    }
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return switch (found(context)) {
      case Found.Programs programs ->
          ConditionEvaluationResult.enabled(programs.tools().apiServer().toString());
      case Found.Nothing nothing -> {
        if (Boolean.parseBoolean(System.getenv("CI"))) {
          throw new IllegalStateException(nothing.reason());
        }
        yield ConditionEvaluationResult.disabled(nothing.reason());
      }
    };
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ApiServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return switch (found(context)) {
      case Found.Programs programs -> running(context, programs.tools()).server();
      case Found.Nothing nothing -> throw new IllegalStateException(nothing.reason());
    };
  }

  private static Found found(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .getOrComputeIfAbsent(
            Found.class,
            key -> {
              try {
                return new Found.Programs(Tools.find());
              } catch (Tools.Missing e) {
                return new Found.Nothing(String.valueOf(e.getMessage()));
              }
            },
            Found.class);
  }

  private static Running running(ExtensionContext context, Tools tools) {
    return context
        .getRoot()
        .getStore(STORE)
        .getOrComputeIfAbsent(
            Running.class, key -> new Running(ApiServer.start(tools)), Running.class);
  }
}
