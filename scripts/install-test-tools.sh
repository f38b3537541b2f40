#!/usr/bin/env bash
# Installs what the tests need besides the .NET SDK, where it is missing: Node.js with npm for foreign clients and the linter
# of the contract, and strace to see that no result leaves before its commit is on the disk.
set -euo pipefail

missing=()
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
command -v strace >/dev/null || missing+=(strace)
if [ "${#missing[@]}" -eq 0 ]; then
  echo "nothing is missing"
  exit 0
fi

echo "installing ${missing[*]}"
sudo=
[ "$(id -u)" -eq 0 ] || sudo=sudo
$sudo apt-get update -qq >/dev/null
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
