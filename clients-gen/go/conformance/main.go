// The runner of Go: goes through the scenarios of tests/Conformance/SCENARIOS.md, which says what each is about.
package main

import (
	"fmt"
	"os"
	"strings"
)

var scenarios = []struct {
	id  string
	run func(t *trial)
}{
	{"value-null", values},
	{"value-bool", values},
	{"value-int64", values},
	{"value-double", values},
	{"value-string", values},
	{"value-bytes", values},
	{"value-list", values},
	{"value-object", values},
	{"value-nested", values},
	{"put-get", putGet},
	{"put-replaces", putReplaces},
	{"put-ttl", putTTL},
	{"get-absent", getAbsent},
	{"get-fields", getFields},
	{"patch-keeps", patchKeeps},
	{"patch-erases", patchErases},
	{"patch-must-exist", patchMustExist},
	{"remove", remove},
	{"query-where", queryWhere},
	{"query-sort", querySort},
	{"query-pages", queryPages},
	{"query-fields", queryFields},
	{"batch-each", batchEach},
	{"batch-atomic", batchAtomic},
	{"batch-refused", batchRefused},
	{"set-add-remove", setAddRemove},
	{"set-concurrent", setConcurrent},
	{"set-ops", setOps},
	{"counter-sum", counterSum},
	{"counter-overflow", counterOverflow},
	{"counter-ops", counterOps},
	{"type-mismatch", typeMismatch},
	{"watch-resume", watchResume},
	{"watch-where", watchWhere},
	{"resolver-rejects", resolverRejects},
	{"resolver-watch", resolverWatch},
	{"resolver-invalid", resolverInvalid},
	{"token-missing", tokenMissing},
	{"token-expired", tokenExpired},
	{"forbidden", forbidden},
	{"invalid", invalid},
	{"deadline", deadline},
	{"idempotency-repeat", idempotencyRepeat},
	{"idempotency-reused", idempotencyReused},
	{"retry-lost-answer", retryLostAnswer},
	{"sync-op", syncOp},
	{"sync-digest", syncDigest},
	{"vector-hlc", vectorHLC},
	{"vector-record", vectorRecord},
	{"vector-digest", vectorDigest},
}

func main() {
	only := map[string]bool{}
	for _, id := range strings.FieldsFunc(os.Getenv("CONFORMANCE_ONLY"), func(r rune) bool { return r == ',' }) {
		only[id] = true
	}
	for _, scenario := range scenarios {
		if len(only) > 0 && !only[scenario.id] {
			continue
		}
		if reason := try(scenario.id, scenario.run); reason != "" {
			fmt.Println("FAIL", scenario.id, strings.Join(strings.Fields(reason), " "))
		} else {
			fmt.Println("PASS", scenario.id)
		}
	}
}
