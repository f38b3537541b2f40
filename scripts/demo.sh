#!/usr/bin/env bash
# The main job: two devices edit one record, one of them offline, and both it and the server are killed in between.
# Ends with 0 when both devices hold the same record and nothing is lost.
set -euo pipefail
cd "$(dirname "$0")/.."

echo "Building the server and the sample (the first time takes a minute or two) ..."
dotnet build samples/TwoDevices -c Release -nologo -v minimal -clp:NoSummary

exec samples/TwoDevices/bin/Release/net10.0/TwoDevices src/Host/bin/Release/net10.0/topgun
