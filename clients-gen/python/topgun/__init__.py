"""A client of TopGun: what the contract's stubs lack to be pleasant in Python. The stubs and messages stand in topgun.v1."""
from topgun.conversation import Conversation
from topgun.digests import Entry, digest
from topgun.failures import Failure, failure
from topgun.records import ABSENT, record_value, seen_elements, written
from topgun.server import Server, connect
from topgun.stamps import stamp_order
from topgun.values import fields_of, from_value, to_value

__all__ = [
    "ABSENT",
    "Conversation",
    "Entry",
    "Failure",
    "Server",
    "connect",
    "digest",
    "failure",
    "fields_of",
    "from_value",
    "record_value",
    "seen_elements",
    "stamp_order",
    "to_value",
    "written",
]
