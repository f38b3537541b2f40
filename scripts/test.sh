#!/usr/bin/env bash
# Tests everything: installs what the tests need, builds without warnings, lints the contract, runs every test project.
# The last line is the sum: N passed, N failed, N skipped.   --nightly runs the long campaigns too.
set -uo pipefail
cd "$(dirname "$0")/.."

nightly=
for argument in "$@"; do
  case "$argument" in
    --nightly) nightly=1 ;;
    *) echo "test.sh: unknown argument '$argument'; only --nightly is known" >&2; exit 2 ;;
  esac
done
# A hundred thousand simulated lives, twenty thousand examples of each law, a million ops against rules; instead of two, one and sixteen thousand.
# Two hundred kills of the server on each store and fifty stops of PostgreSQL under load, instead of ten of each.
[ -n "$nightly" ] && export TOPGUN_SEEDS=100000 LAW_EXAMPLES=20000 TOPGUN_HAMMER_OPS=1000000 TOPGUN_KILLS=200 TOPGUN_DATABASE_STOPS=50

say() { printf '\n== %s\n' "$*"; }
give_up() { echo "test.sh: $*" >&2; echo "0 passed, 1 failed, 0 skipped"; exit 1; }

say "What the tests need"
./scripts/install-test-tools.sh || give_up "the tools could not be installed"

say "The contract"
./scripts/lint-proto.sh || give_up "the contract is not clean"
./scripts/generate.sh --check || give_up "the generated clients are not those of the contract"

say "Build"
rm -f artifacts/conformance.txt
dotnet build TopGun.sln -c Release -nologo -v quiet -clp:NoSummary || give_up "the build failed"

logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
passed=0 failed=0 skipped=0
for project in tests/*/*.csproj; do
  grep -q '<IsTestProject>false' "$project" && continue
  # What needs packages that not every machine can restore is no part of the solution; docs/RESOLVER-LANGUAGE.md says how to run it.
  grep -q "$(basename "$project")" TopGun.sln || continue
  name=$(basename "$project" .csproj)
  # Optional, and not in the solution: dotnet test tests/Scripting.Jint.Tests -p:WithJint=true
  [ "$name" = Scripting.Jint.Tests ] && continue
  say "$name"
  log="$logs/$name.log"
  started=$SECONDS
  dotnet test "$project" -c Release --no-build -nologo --blame-hang-timeout 10m --results-directory "$logs" \
    --logger "console;verbosity=normal" >"$log" 2>&1
  status=$?
  # The closing lines of the test host: Total tests: N / Passed: N / Failed: N / Skipped: N
  p=$(sed -nE 's/^ *Passed: *([0-9]+)$/\1/p' "$log" | tail -n 1)
  f=$(sed -nE 's/^ *Failed: *([0-9]+)$/\1/p' "$log" | tail -n 1)
  s=$(sed -nE 's/^ *Skipped: *([0-9]+)$/\1/p' "$log" | tail -n 1)
  # A project that printed no sum, or failed without a failed test, has failed.
  if [ -z "$p$f" ] || { [ "$status" -ne 0 ] && [ "${f:-0}" -eq 0 ]; }; then f=$(( ${f:-0} + 1 )); fi
  if [ "$status" -ne 0 ] || [ "${f:-0}" -ne 0 ]; then grep -vE '^ *Passed ' "$log" | tail -n 200; fi
  echo "$name: ${p:-0} passed, ${f:-0} failed, ${s:-0} skipped in $(( SECONDS - started )) s"
  passed=$(( passed + ${p:-0} )) failed=$(( failed + ${f:-0} )) skipped=$(( skipped + ${s:-0} ))
done

# Languages by scenarios; what it says has been counted above.
[ -f artifacts/conformance.txt ] && say "Conformance" && cat artifacts/conformance.txt

say "Sum"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
