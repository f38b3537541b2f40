"""The conformance program: see tests/Conformance/SCENARIOS.md."""
import failures
import maps
import queries
import rules
import scenarios
import sync
import values
import vectors
import watches

scenarios.run([failures, maps, queries, rules, sync, values, vectors, watches])
