"""The conformance program: see tests/Conformance/SCENARIOS.md."""
import failures
import maps
import queries
import rules
import scenarios
import sync
import types_of_maps
import values
import vectors
import watches

scenarios.run([failures, maps, queries, rules, sync, types_of_maps, values, vectors, watches])
