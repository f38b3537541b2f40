package dev.topgun.conformance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The runner of Java: goes through the scenarios of tests/Conformance/SCENARIOS.md, which says what each is about. */
public final class Main {
  /** What an id does. */
  interface Scenario {
    void run(Trial trial) throws Exception;
  }

  private static final Map<String, Scenario> SCENARIOS = new LinkedHashMap<>();

  static {
    ValueScenarios.addTo(SCENARIOS);
    RecordScenarios.addTo(SCENARIOS);
    QueryScenarios.addTo(SCENARIOS);
    BatchScenarios.addTo(SCENARIOS);
    TypeScenarios.addTo(SCENARIOS);
    WatchScenarios.addTo(SCENARIOS);
    RuleScenarios.addTo(SCENARIOS);
    FailureScenarios.addTo(SCENARIOS);
    SyncScenarios.addTo(SCENARIOS);
    VectorScenarios.addTo(SCENARIOS);
  }

  public static void main(String[] arguments) {
    String only = System.getenv("CONFORMANCE_ONLY");
    Set<String> wanted = only == null || only.isEmpty() ? SCENARIOS.keySet() : Set.of(only.split(","));
    SCENARIOS.forEach(
        (id, scenario) -> {
          if (!wanted.contains(id)) return;
          String reason = run(id, scenario);
          System.out.println(reason == null ? "PASS " + id : "FAIL " + id + " " + reason.replaceAll("\\s+", " "));
        });
    // Threads of channels that a failed scenario left open must not keep the program.
    System.exit(0);
  }

  // Gives the reason of a failure, or null.
  private static String run(String id, Scenario scenario) {
    try (Trial trial = new Trial(id)) {
      scenario.run(trial);
      return null;
    } catch (Trial.Failed e) {
      return e.getMessage();
    } catch (Exception | AssertionError e) {
      return e + " at " + e.getStackTrace()[0];
    }
  }
}
