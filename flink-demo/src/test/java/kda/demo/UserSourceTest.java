package kda.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.apache.flink.api.connector.source.Boundedness;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UserSourceTest {
    @ParameterizedTest(name = "{0} s with a pause of {1} ms are {2} users")
    @CsvSource({"60, 1500, 40", "1, 400, 3", "1, 5000, 1", "86400, 1, 86400000", "0, 1500, 9223372036854775807"})
    void usersOfTheTimeLimit(final long limitSeconds, final long pauseMs, final long users) {
        assertEquals(users, UserSource.usersWithin(limitSeconds, pauseMs));
    }

    @Test
    @DisplayName("the source is unbounded, so the job never ends by itself and can always be snapshotted")
    void unbounded() {
        assertEquals(
                Boundedness.CONTINUOUS_UNBOUNDED, new UserSource(60, 1500, CheckpointFault.NONE).getBoundedness());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1L << 40, Long.MAX_VALUE})
    void aSplitIsReadAsItWasWritten(final long generated) throws IOException {
        final UserSplitSerializer serializer = new UserSplitSerializer();
        final UserSplit split = new UserSplit(generated);
        assertEquals(split, serializer.deserialize(serializer.getVersion(), serializer.serialize(split)));
    }

    @ParameterizedTest
    @EnumSource(UserEnumeratorState.class)
    void theEnumeratorsStateIsReadAsItWasWritten(final UserEnumeratorState state) throws IOException {
        final UserEnumeratorStateSerializer serializer = new UserEnumeratorStateSerializer();
        assertEquals(state, serializer.deserialize(serializer.getVersion(), serializer.serialize(state)));
    }

    @Test
    @DisplayName("state of a newer version is refused, not misread")
    void newerVersion() {
        final IOException split =
                assertThrows(IOException.class, () -> new UserSplitSerializer().deserialize(2, new byte[8]));
        assertTrue(split.getMessage().startsWith("A split of version 2 with 8 bytes cannot be read"), split.getMessage());
        final IOException state =
                assertThrows(IOException.class, () -> new UserEnumeratorStateSerializer().deserialize(2, new byte[1]));
        assertTrue(state.getMessage().startsWith("An enumerator state of version 2"), state.getMessage());
    }
}
