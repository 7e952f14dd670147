package kda.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The split as 8 bytes. */
final class UserSplitSerializer implements SimpleVersionedSerializer<UserSplit> {
    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(final UserSplit split) {
        return ByteBuffer.allocate(Long.BYTES).putLong(split.generated).array();
    }

    @Override
    public UserSplit deserialize(final int version, final byte[] serialized) throws IOException {
        if (version != VERSION || serialized.length != Long.BYTES) {
            throw new IOException(
                    "A split of version " + version + " with " + serialized.length + " bytes cannot be read; expected version "
                            + VERSION + " with " + Long.BYTES + " bytes. Was the snapshot made by a newer application?");
        }
        return new UserSplit(ByteBuffer.wrap(serialized).getLong());
    }
}
