package dev.topgun;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.topgun.v1.ObjectValue;
import dev.topgun.v1.Record;
import dev.topgun.v1.Register;
import dev.topgun.v1.RemoveElements;
import dev.topgun.v1.SeenElement;
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

  /**
   * What a set's record shows, as the RemoveElements that takes all of it out: each element with its tags. What is to stay is removed from its
   * elements first. Whoever else adds an element meanwhile keeps it, since that tag is not among these. Empty where the record is no set.
   *
   * @throws InvalidProtocolBufferException if the bytes are no record
   */
  public static RemoveElements.Builder seenElements(ByteString bytes) throws InvalidProtocolBufferException {
    Record record = Record.parseFrom(bytes);
    RemoveElements.Builder seen = RemoveElements.newBuilder().addAllWriters(record.getWritersList());
    for (int i = 0; i < record.getTagsCount(); i++) {
      SeenElement.Builder element = SeenElement.newBuilder().setValue(record.getRootValue().getListValue().getItems(i));
      seen.addElements(element.addAllTags(record.getTags(i).getTagsList()));
    }
    return seen;
  }
}
