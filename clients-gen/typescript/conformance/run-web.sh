#!/usr/bin/env bash
# Runs the scenarios over gRPC-Web, by HTTP/1.1 and what a browser has: fetch, and no stream in both directions.
exec "$(dirname "${BASH_SOURCE[0]}")/run.sh" web
