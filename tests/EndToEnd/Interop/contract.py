# Messages without generated code, and the calls of a channel by their names: from a FileDescriptorSet, whose files stand after those that they need.
import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory


class Contract:
    def __init__(self, path):
        with open(path, "rb") as file:
            contracts = descriptor_pb2.FileDescriptorSet.FromString(file.read())
        self._pool = descriptor_pool.DescriptorPool()
        for file in contracts.file:
            self._pool.Add(file)
        self._factory = message_factory.MessageFactory(self._pool)

    def message(self, name):
        return self._factory.GetPrototype(self._pool.FindMessageTypeByName(f"topgun.v1.{name}"))

    def call(self, channel, service, method):
        described = self._pool.FindServiceByName(f"topgun.v1.{service}").FindMethodByName(method)
        proto = descriptor_pb2.MethodDescriptorProto()
        described.CopyToProto(proto)
        kind = f"{'stream' if proto.client_streaming else 'unary'}_{'stream' if proto.server_streaming else 'unary'}"
        return getattr(channel, kind)(
            f"/topgun.v1.{service}/{method}",
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=self._factory.GetPrototype(described.output_type).FromString,
        )
