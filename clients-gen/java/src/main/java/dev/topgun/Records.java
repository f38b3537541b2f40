package dev.topgun;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.topgun.v1.ObjectValue;
import dev.topgun.v1.Record;
import dev.topgun.v1.Register;
import dev.topgun.v1.Value;
import java.util.Optional;

/** Records as they travel in the sync conversation. */
public final class Records {
  private Records() {}

  /**
   * What a record holds; empty where it is removed.
   *
   * @throws InvalidProtocolBufferException if the bytes are no record, or one of a kind that is unknown here
   */
  public static Optional<Value> valueOf(ByteString bytes) throws InvalidProtocolBufferException {
    Record record = Record.parseFrom(bytes);
    switch (record.getRootKind()) {
      case ROOT_KIND_REMOVED:
        return Optional.empty();
      case ROOT_KIND_VALUE:
        return Optional.of(record.getRootValue());
      case ROOT_KIND_OBJECT:
        ObjectValue.Builder object = ObjectValue.newBuilder();
        for (Register register : record.getRegistersList()) {
          // Without a value the field was erased.
          if (register.hasValue()) object.putFields(register.getField(), register.getValue());
        }
        return Optional.of(Value.newBuilder().setObjectValue(object).build());
      default:
        throw new InvalidProtocolBufferException("A record of the kind " + record.getRootKindValue() + " is unknown here.");
    }
  }
}
