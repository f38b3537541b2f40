"""A replica to talk to, line by line: shell.py FILE MAP, with TOPGUN_ADDRESS and TOPGUN_TOKEN.

online, offline, put KEY JSON, patch KEY JSON, remove KEY, settle (waits until all is answered and all has come), show, inbox, version, rule CODE (gives
the map a resolver of that name). Each answers with a line.
"""
import json
import os
import sys

import topgun
from replica import Replica
from session import Session
from topgun.v1 import resolver_pb2 as r


def main(path, map_name):
    def connect():
        return topgun.connect(os.environ["TOPGUN_ADDRESS"], os.environ["TOPGUN_TOKEN"])

    replica, session = Replica(path, map_name), None
    for line in sys.stdin:
        command, *rest = line.strip().split(" ", 2)
        if command == "online":
            session = Session(replica, connect)
            session.start()
        elif command == "offline":
            session.end()
        elif command == "settle":
            if not session.is_idle.wait(90):
                raise SystemExit(f"not settled: {session.problem}")
        elif command in ("put", "patch"):
            getattr(replica, command)(rest[0], json.loads(rest[1]))
        elif command == "remove":
            replica.remove(rest[0])
        elif command == "rule":
            with connect() as server:
                rule = r.ResolverDefinition(name="rule", code=" ".join(rest))
                server.resolvers.RegisterResolver(r.RegisterResolverRequest(map=map_name, resolver=rule), timeout=30)
        answers = {
            "show": lambda: json.dumps({key: replica.get(key) for key in replica.keys()}, sort_keys=True, separators=(",", ":")),
            "version": lambda: str(replica.cursor[1]),
            "inbox": lambda: json.dumps([[item["key"], item["code"], item["reason"]] for item in replica.inbox], separators=(",", ":")),
        }
        print(answers.get(command, lambda: f"done {command}")(), flush=True)


main(*sys.argv[1:])
