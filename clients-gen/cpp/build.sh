#!/usr/bin/env bash
# Builds the library in obj/ and prints that folder, for find_package(topgun). Takes options of CMake.
set -euo pipefail
cd -P "$(dirname "${BASH_SOURCE[0]}")" # CMake builds a folder under one name only.

mkdir -p obj
exec 9>obj/lock
flock 9 # Two may ask at once; one builds.
cmake -S . -B obj "$@" >&2
cmake --build obj --parallel 2 >&2
echo "$PWD/obj"
