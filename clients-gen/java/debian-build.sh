#!/usr/bin/env bash
# Compiles the package against Debian's packages, without Maven and without a network, and prints the class path of a program that uses it.
# Needs libgrpc-java libprotobuf-java libgoogle-common-protos-java libgoogle-gson-java libguava-java libjsr305-java libnetty-java libperfmark-java
# libgeronimo-annotation-1.3-spec-java and a JDK.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

path=$PWD/obj
for jar in grpc-{api,context,core,netty,protobuf,protobuf-lite,stub} protobuf proto-google-common-protos guava gson jsr305 perfmark-api \
  geronimo-annotation-1.3-spec netty-{buffer,codec,codec-http,codec-http2,codec-socks,common,handler,handler-proxy,resolver,transport,transport-native-unix-common}; do
  [ -f "/usr/share/java/$jar.jar" ] || { echo "debian-build.sh: /usr/share/java/$jar.jar is missing" >&2; exit 1; }
  path+=":/usr/share/java/$jar.jar"
done

mkdir -p obj
exec 9>obj/lock
flock 9 # Two may ask at once; one builds.
if [ ! -e obj/done ] || [ -n "$(find src -newer obj/done -print -quit)" ]; then
  rm -rf obj/dev
  find src -name '*.java' >obj/sources
  javac --release 11 -nowarn -Xlint:none -proc:none -d obj -cp "$path" @obj/sources >&2
  touch obj/done
fi
echo "$path"
