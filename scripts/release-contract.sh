#!/usr/bin/env bash
# A step of a release, and of nothing else: from now on the contract as it stands is what later ones must not break.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

./scripts/lint-proto.sh
tools=$(scripts/contract-tools/install.sh)
"$tools/buf" build --exclude-source-info -o proto/released.binpb
echo "release-contract: proto/released.binpb is the contract of this release; commit it with the release."
