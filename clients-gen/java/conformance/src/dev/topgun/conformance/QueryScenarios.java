package dev.topgun.conformance;

import dev.topgun.Values;
import dev.topgun.v1.CompareOperator;
import dev.topgun.v1.Comparison;
import dev.topgun.v1.Containment;
import dev.topgun.v1.Entry;
import dev.topgun.v1.OneOf;
import dev.topgun.v1.Predicate;
import dev.topgun.v1.PredicateList;
import dev.topgun.v1.Query;
import dev.topgun.v1.QueryPosition;
import dev.topgun.v1.QueryRequest;
import dev.topgun.v1.QueryResponse;
import dev.topgun.v1.SortField;
import dev.topgun.v1.TextPrefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Queries over nine records. */
final class QueryScenarios {
  private QueryScenarios() {}

  static void addTo(Map<String, Main.Scenario> scenarios) {
    scenarios.put("query-where", QueryScenarios::where);
    scenarios.put("query-sort", QueryScenarios::sort);
    scenarios.put("query-pages", QueryScenarios::pages);
    scenarios.put("query-fields", QueryScenarios::fields);
  }

  static Predicate compare(String name, CompareOperator operator, Object value) {
    Comparison.Builder comparison = Comparison.newBuilder().setPath(Trial.path(name)).setOperator(operator).setValue(Values.of(value));
    return Predicate.newBuilder().setCompare(comparison).build();
  }

  /** The rows of all pages, and what the last one says of where to go on. */
  private static final class Answer {
    final List<Entry> rows = new ArrayList<>();
    QueryPosition next;

    Answer(Trial t, Query.Builder query) {
      var pages = t.maps().query(QueryRequest.newBuilder().setMap(t.map).setQuery(query).build());
      while (pages.hasNext()) {
        QueryResponse page = pages.next();
        rows.addAll(page.getRowsList());
        next = page.hasNext() ? page.getNext() : null;
      }
    }

    List<String> keys() {
      return rows.stream().map(Entry::getKey).collect(Collectors.toList());
    }
  }

  private static void nineRecords(Trial t) {
    for (int i = 1; i <= 9; i++) {
      t.put("r" + i, Map.of("n", i, "even", i % 2 == 0, "name", "name-" + i, "tags", List.of("t" + i), "more", Map.of("i", i)));
    }
  }

  private static void finds(Trial t, Predicate where, String... keys) {
    Trial.equal("rows", new Answer(t, Query.newBuilder().setWhere(where)).keys(), List.of(keys));
  }

  private static PredicateList.Builder list(Predicate... parts) {
    return PredicateList.newBuilder().addAllParts(Arrays.asList(parts));
  }

  private static SortField descending(String name) {
    return SortField.newBuilder().setPath(Trial.path(name)).setDescending(true).build();
  }

  private static void where(Trial t) {
    nineRecords(t);
    Predicate prefix = Predicate.newBuilder().setPrefix(TextPrefix.newBuilder().setPath(Trial.path("name")).setText("name-2")).build();
    Predicate either = Predicate.newBuilder().setAnyOf(list(compare("n", CompareOperator.COMPARE_OPERATOR_GREATER, 4), prefix)).build();
    finds(
        t,
        Predicate.newBuilder().setAllOf(list(compare("even", CompareOperator.COMPARE_OPERATOR_EQUAL, true), either)).build(),
        "r2", "r6", "r8");
    Containment.Builder contains = Containment.newBuilder().setPath(Trial.path("tags")).setValue(Values.of("t7"));
    finds(t, Predicate.newBuilder().setContains(contains).build(), "r7");
    finds(t, Predicate.newBuilder().setNot(Predicate.newBuilder().setExists(Trial.path("n"))).build());
    OneOf.Builder oneOf = OneOf.newBuilder().setPath(Trial.path("n")).addValues(Values.of(1)).addValues(Values.of(3.0));
    finds(t, Predicate.newBuilder().setOneOf(oneOf).build(), "r1", "r3");
  }

  private static void sort(Trial t) {
    nineRecords(t);
    Answer answer = new Answer(t, Query.newBuilder().addSort(descending("even")).addSort(descending("n")));
    Trial.equal("rows", answer.keys(), List.of("r8", "r6", "r4", "r2", "r9", "r7", "r5", "r3", "r1"));
  }

  private static void pages(Trial t) {
    nineRecords(t);
    Query.Builder query = Query.newBuilder().addSort(descending("n")).setLimit(4);
    Answer first = new Answer(t, query);
    Trial.equal("first page", first.keys(), List.of("r9", "r8", "r7", "r6"));
    t.put("r0", Map.of("n", 10));
    Answer second = new Answer(t, query.setAfter(first.next));
    Trial.equal("second page", second.keys(), List.of("r5", "r4", "r3", "r2"));
    Answer third = new Answer(t, query.setAfter(second.next));
    Trial.equal("third page", third.keys(), List.of("r1"));
    Trial.check("the last page has no next", third.next == null);
  }

  private static void fields(Trial t) {
    nineRecords(t);
    Query.Builder query =
        Query.newBuilder()
            .setWhere(compare("n", CompareOperator.COMPARE_OPERATOR_EQUAL, 1))
            .addFields(Trial.path("n"))
            .addFields(Trial.path("more", "i"));
    Answer answer = new Answer(t, query);
    Trial.equal("rows", answer.keys(), List.of("r1"));
    Trial.equal("value", answer.rows.get(0).getValue(), Values.of(Map.of("n", 1, "more", Map.of("i", 1))));
    Trial.equal("version", answer.rows.get(0).getVersion(), t.get("r1").getVersion());
  }
}
