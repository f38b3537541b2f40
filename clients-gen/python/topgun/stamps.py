"""The order of timestamps."""


def stamp_order(stamp):
    """What to sort HlcTimestamps by: millis, then counter, then the bytes of the node id."""
    return (stamp.millis, stamp.counter, stamp.node_id.encode("ascii"))
