#!/usr/bin/env bash
# A replica to talk to, line by line: run.sh FILE MAP; see shell.py.
export PYTHONPATH="$(dirname "${BASH_SOURCE[0]}")/.." PYTHONDONTWRITEBYTECODE=1
exec /usr/bin/python3 "$(dirname "${BASH_SOURCE[0]}")/shell.py" "$@"
