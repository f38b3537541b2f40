package dev.topgun;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** The digests of maps, by which a replica knows whether it is in step. */
public final class MapDigest {
  private static final int BYTES = 32;
  private static final int LEAF = 64;
  private static final int DEPTH = 16;

  private MapDigest() {}

  /** A live record in the digest of a map. */
  public static final class Entry {
    private final byte[] key;
    private final byte[] path;
    private final byte[] digest;

    private Entry(byte[] key, byte[] path, byte[] digest) {
      this.key = key;
      this.path = path;
      this.digest = digest;
    }

    /** Of a key, the version of its last change, and the record's bytes as received. */
    public static Entry of(String key, long version, ByteString record) {
      byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
      byte[] hash = sha256(ByteBuffer.wrap(utf8));
      byte[] path = new byte[DEPTH];
      for (int i = 0; i < DEPTH; i++) path[i] = (byte) (i % 2 == 0 ? hash[i / 2] >> 4 & 15 : hash[i / 2] & 15);
      ByteBuffer content = ByteBuffer.allocate(12 + utf8.length + record.size());
      content.putInt(utf8.length).put(utf8).putLong(version).put(record.asReadOnlyByteBuffer()).flip();
      return new Entry(utf8, path, sha256(content));
    }
  }

  /**
   * The digest of what stands below a prefix.
   *
   * @param entries of live records only, each key once
   * @param prefix nibbles, one per byte; none for the whole map
   * @return 32 bytes
   */
  public static ByteString of(Collection<Entry> entries, byte... prefix) {
    List<Entry> below = new ArrayList<>();
    for (Entry entry : entries) {
      if (Arrays.equals(entry.path, 0, prefix.length, prefix, 0, prefix.length)) below.add(entry);
    }
    below.sort((one, other) -> Arrays.compareUnsigned(one.key, other.key));
    return ByteString.copyFrom(digest(below, prefix));
  }

  private static byte[] digest(List<Entry> below, byte[] prefix) {
    if (below.isEmpty()) return new byte[BYTES];
    boolean isLeaf = below.size() <= LEAF || prefix.length == DEPTH;
    ByteBuffer content = ByteBuffer.allocate(2 + prefix.length + BYTES * (isLeaf ? below.size() : 16));
    content.put((byte) (isLeaf ? 0 : 1)).put((byte) prefix.length).put(prefix);
    if (isLeaf) {
      for (Entry entry : below) content.put(entry.digest);
    } else {
      for (byte nibble = 0; nibble < 16; nibble++) {
        List<Entry> child = new ArrayList<>();
        for (Entry entry : below) if (entry.path[prefix.length] == nibble) child.add(entry);
        byte[] childPrefix = Arrays.copyOf(prefix, prefix.length + 1);
        childPrefix[prefix.length] = nibble;
        content.put(digest(child, childPrefix));
      }
    }
    content.flip();
    return sha256(content);
  }

  private static byte[] sha256(ByteBuffer content) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(content);
      return sha.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
