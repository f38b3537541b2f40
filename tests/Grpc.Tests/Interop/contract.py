# Messages without generated code: from a FileDescriptorProto.
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory


def load(path):
    with open(path, "rb") as file:
        contract = descriptor_pb2.FileDescriptorProto.FromString(file.read())
    pool = descriptor_pool.DescriptorPool()
    pool.Add(contract)
    factory = message_factory.MessageFactory(pool)
    return {
        message.name: factory.GetPrototype(pool.FindMessageTypeByName(f"{contract.package}.{message.name}"))
        for message in contract.message_type
    }
