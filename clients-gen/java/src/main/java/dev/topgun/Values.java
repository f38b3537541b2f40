package dev.topgun;

import com.google.protobuf.ByteString;
import com.google.protobuf.NullValue;
import dev.topgun.v1.ListValue;
import dev.topgun.v1.ObjectValue;
import dev.topgun.v1.Patch;
import dev.topgun.v1.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Native values to and from {@link Value}. */
public final class Values {
  private static final Value NULL = Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();

  private Values() {}

  /**
   * A {@link Value} of a native one: null, a Boolean, a Byte, Short, Integer or Long, a Float or Double, a CharSequence, a byte[] or
   * {@link ByteString}, an Iterable or an Object[] of these, or a Map from strings to these. A {@link Value} stands for itself.
   *
   * @throws IllegalArgumentException if it is of another type, or a text with half a surrogate pair
   */
  public static Value of(Object value) {
    if (value == null) return NULL;
    if (value instanceof Value) return (Value) value;
    if (value instanceof Boolean) return Value.newBuilder().setBoolValue((Boolean) value).build();
    if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return Value.newBuilder().setInt64Value(((Number) value).longValue()).build();
    }
    if (value instanceof Double || value instanceof Float) {
      return Value.newBuilder().setDoubleValue(((Number) value).doubleValue()).build();
    }
    if (value instanceof CharSequence) return Value.newBuilder().setStringValue(wellFormed(value.toString())).build();
    if (value instanceof ByteString) return Value.newBuilder().setBytesValue((ByteString) value).build();
    if (value instanceof byte[]) return Value.newBuilder().setBytesValue(ByteString.copyFrom((byte[]) value)).build();
    if (value instanceof Object[]) return of(Arrays.asList((Object[]) value));
    if (value instanceof Iterable) {
      ListValue.Builder list = ListValue.newBuilder();
      for (Object item : (Iterable<?>) value) list.addItems(of(item));
      return Value.newBuilder().setListValue(list).build();
    }
    if (value instanceof Map) {
      return Value.newBuilder().setObjectValue(ObjectValue.newBuilder().putAllFields(fields((Map<?, ?>) value))).build();
    }
    throw new IllegalArgumentException("A " + value.getClass().getName() + " has no place in a Value.");
  }

  /** The fields of an object, or of a {@link Patch}; see {@link #of(Object)}. */
  public static Map<String, Value> fields(Map<?, ?> fields) {
    Map<String, Value> values = new LinkedHashMap<>();
    fields.forEach(
        (name, value) -> {
          if (!(name instanceof String)) throw new IllegalArgumentException("The names of an object are strings, and not " + name + ".");
          values.put((String) name, of(value));
        });
    return values;
  }

  /** A patch that writes some fields and erases others; see {@link #of(Object)}. */
  public static Patch patch(Map<String, ?> set, String... erase) {
    return Patch.newBuilder().putAllSet(fields(set)).addAllErase(Arrays.asList(erase)).build();
  }

  /**
   * The opposite of {@link #of(Object)}: null, Boolean, Long, Double, String, {@link ByteString}, List or Map; of a Value that is not
   * set, null too.
   */
  public static Object toNative(Value value) {
    switch (value.getKindCase()) {
      case BOOL_VALUE:
        return value.getBoolValue();
      case INT64_VALUE:
        return value.getInt64Value();
      case DOUBLE_VALUE:
        return value.getDoubleValue();
      case STRING_VALUE:
        return value.getStringValue();
      case BYTES_VALUE:
        return value.getBytesValue();
      case LIST_VALUE:
        List<Object> items = new ArrayList<>(value.getListValue().getItemsCount());
        for (Value item : value.getListValue().getItemsList()) items.add(toNative(item));
        return items;
      case OBJECT_VALUE:
        Map<String, Object> fields = new LinkedHashMap<>();
        value.getObjectValue().getFieldsMap().forEach((name, field) -> fields.put(name, toNative(field)));
        return fields;
      default:
        return null;
    }
  }

  // Protobuf would put a question mark in the place of half a pair, and say nothing.
  private static String wellFormed(String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException("A text of " + text.length() + " characters has half a surrogate pair.");
    }
    return text;
  }
}
