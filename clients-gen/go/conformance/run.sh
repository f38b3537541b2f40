#!/usr/bin/env bash
# Builds the runner from the system's packages, without modules and without a network, and goes through the scenarios.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

mkdir -p obj/gopath/src/topgun.dev/clients
ln -sfn "$(cd .. && pwd)" obj/gopath/src/topgun.dev/clients/go
export GO111MODULE=off GOFLAGS='' GOPATH="$PWD/obj/gopath:/usr/share/gocode"
go build -o obj/conformance topgun.dev/clients/go/conformance >&2
exec obj/conformance
