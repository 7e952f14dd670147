package kda.demo;

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The enumerator's state as one byte. */
final class UserEnumeratorStateSerializer implements SimpleVersionedSerializer<UserEnumeratorState> {
    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(final UserEnumeratorState state) {
        return new byte[] {(byte) (state == UserEnumeratorState.SPLIT_WAITS ? 1 : 0)};
    }

    @Override
    public UserEnumeratorState deserialize(final int version, final byte[] serialized) throws IOException {
        if (version != VERSION || serialized.length != 1) {
            throw new IOException(
                    "An enumerator state of version " + version + " with " + serialized.length
                            + " bytes cannot be read; expected version " + VERSION + " with 1 byte.");
        }
        return serialized[0] == 1 ? UserEnumeratorState.SPLIT_WAITS : UserEnumeratorState.SPLIT_ASSIGNED;
    }
}
