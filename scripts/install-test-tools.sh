#!/usr/bin/env bash
# Installs what the tests need besides the .NET SDK, where it is missing: Node.js with npm, Python, Ruby and Chromium for foreign clients
# and the linter of the contract, the generators of code for other languages and what these languages need, nginx for proxies, PostgreSQL and PgBouncer for the store on it, systemd to check the unit, and strace to see that no result leaves before its commit is on the disk.
set -euo pipefail

missing=()
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
command -v strace >/dev/null || missing+=(strace)
command -v chromium >/dev/null || missing+=(chromium)
command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || missing+=(nginx-light)
{ command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; } >/dev/null 2>&1 || missing+=(postgresql)
command -v systemd-analyze >/dev/null || missing+=(systemd)
command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ] || missing+=(pgbouncer)
# The system's own Python and Ruby: the packages below are theirs.
/usr/bin/python3 -c 'import grpc, google.protobuf' 2>/dev/null || missing+=(python3-grpcio python3-protobuf)
/usr/bin/ruby -e 'require "google/protobuf"; require "grpc"' 2>/dev/null || missing+=(ruby-grpc ruby-google-protobuf)
# What scripts/generate.sh needs.
command -v protoc >/dev/null || missing+=(protobuf-compiler)
command -v grpc_python_plugin >/dev/null || missing+=(protobuf-compiler-grpc)
# Adds those of a language's packages that are not installed.
need() { for package in "$@"; do dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package"); done; }
# Go, its generators, and gRPC as sources. Of golang/protobuf the version that knows the messages of today: gRPC alone would bring an older one.
need golang-go golang-google-grpc-dev golang-github-golang-protobuf-1-5-dev protoc-gen-go-1-5 protoc-gen-go-grpc
# Java, and gRPC on Netty.
need default-jdk-headless protobuf-compiler-grpc-java-plugin libgrpc-java libprotobuf-java libgoogle-common-protos-java libgoogle-gson-java libguava-java \
  libjsr305-java libnetty-java libperfmark-java libgeronimo-annotation-1.3-spec-java
# C++, and for its runner a reader of JSON.
need g++ cmake pkg-config libgrpc++-dev nlohmann-json3-dev
# PHP reads its code, but makes no calls: there is no package of gRPC for it.
need php-cli php-google-protobuf
if [ "${#missing[@]}" -eq 0 ]; then
  echo "nothing is missing"
  exit 0
fi

echo "installing ${missing[*]}"
sudo=
[ "$(id -u)" -eq 0 ] || sudo=sudo
$sudo apt-get update -qq >/dev/null
# The tests make a PostgreSQL of their own: none for the system is made, nor started.
if [[ " ${missing[*]} " == *" postgresql "* ]]; then
  $sudo mkdir -p /etc/postgresql-common
  grep -qs '^create_main_cluster' /etc/postgresql-common/createcluster.conf || echo 'create_main_cluster = false' | $sudo tee -a /etc/postgresql-common/createcluster.conf >/dev/null
fi
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
