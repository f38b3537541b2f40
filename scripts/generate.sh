#!/usr/bin/env bash
# Makes the code of all languages below clients-gen/ from proto/, as buf.gen.yaml says. Whoever changes the contract runs it and commits
# what comes out.
#   --check   changes nothing, and fails where what is committed is not what comes out
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

check=
case "${1-}" in
  '') ;;
  --check) check=1 ;;
  *) echo "generate.sh: unknown argument '$1'; only --check is known" >&2; exit 2 ;;
esac

# The plugins: TypeScript's from npm, C#'s from the package that src/Protocol is generated with, all others from the system.
tools=$(scripts/contract-tools/install.sh)
packages=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //')
version=$(sed -n 's/.*"Grpc.Tools" Version="\(.*\)".*/\1/p' Directory.Packages.props)
[ -d "$packages/grpc.tools/$version" ] || dotnet restore src/Protocol -v quiet
case "$(uname -m)" in aarch64) machine=linux_arm64 ;; *) machine=linux_x64 ;; esac
# Last: its protoc is not the system's.
export PATH="$tools:$PATH:$packages/grpc.tools/$version/tools/$machine"

made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
buf generate -o "$made"
# The library of PHP has a method hasOneof, and PHP's names of methods know no case: the class could not be loaded.
sed -i 's/function hasOneOf()/function hasOneOfCondition()/' "$made/clients-gen/php/src/TopGun/V1/Predicate.php"
# C++ takes the contract itself; decision 0030 says why.
mkdir -p "$made/clients-gen/cpp/proto/topgun"
cp -r proto/topgun/v1 "$made/clients-gen/cpp/proto/topgun"

# Folders hold either what is generated or what is not, so what a folder has beside what was made is left over from an older contract.
# Versions of generators that stand in comments do not count: another machine may have another one that makes the same.
versions=(-I 'protoc-gen-[a-z-]* v[0-9]' -I 'protoc  *v[0-9]' -I 'compiler (version [0-9.]*)')
stale=0
while read -r folder; do
  if [ -n "$check" ]; then
    diff -q "${versions[@]}" "$made/$folder" "$folder" | sed '/^Common subdirectories/d' || stale=1
  else
    mkdir -p "$folder"
    find "$folder" -maxdepth 1 -type f -delete
    find "$made/$folder" -maxdepth 1 -type f -exec cp -t "$folder" {} +
  fi
done < <(cd "$made" && find clients-gen -type f -printf '%h\n' | sort -u)

if [ "$stale" -ne 0 ]; then
  echo "generate.sh: what is committed below clients-gen is not what proto/ says; run ./scripts/generate.sh and commit the result." >&2
  exit 1
fi
[ -z "$check" ] || echo "generate.sh: clients-gen is what proto/ says."
