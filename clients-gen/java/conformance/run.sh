#!/usr/bin/env bash
# Builds the package and the runner against the system's packages, and goes through the scenarios.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# The last reads JSON by Protobuf's mapping, for the runner alone.
path=$(../debian-build.sh):/usr/share/java/protobuf-util.jar
mkdir -p obj
if [ ! -e obj/done ] || [ -n "$(find src ../obj/done -newer obj/done -print -quit)" ]; then
  javac --release 11 -proc:none -implicit:none -d obj -cp "$path" src/dev/topgun/conformance/*.java >&2
  touch obj/done
fi
# It lives for seconds: what pays off later is left out.
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "obj:$path" dev.topgun.conformance.Main
