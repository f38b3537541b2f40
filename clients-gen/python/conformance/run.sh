#!/usr/bin/env bash
# Runs the scenarios of tests/Conformance/SCENARIOS.md with the system's own Python, whose packages grpcio and protobuf are.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export PYTHONPATH="$PWD/.." PYTHONDONTWRITEBYTECODE=1
exec /usr/bin/python3 main.py
