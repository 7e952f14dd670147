package kda.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class UserEnumeratorTest {
    private final FakeEnumeratorContext context = new FakeEnumeratorContext();

    @Test
    @DisplayName("the first reader gets the split, a second one nothing")
    void assignsOnce() throws IOException {
        final UserEnumerator enumerator = enumerator(UserEnumeratorState.SPLIT_WAITS);
        assertEquals(UserEnumeratorState.SPLIT_WAITS, enumerator.snapshotState(1));
        register(enumerator, 0);
        register(enumerator, 1);
        assertEquals(Map.of(0, List.of(UserSplit.BEGINNING)), context.assigned);
        assertEquals(UserEnumeratorState.SPLIT_ASSIGNED, enumerator.snapshotState(2));
    }

    @Test
    @DisplayName("restored after the assignment it assigns nothing: the reader's state has the split")
    void restored() {
        register(enumerator(UserEnumeratorState.SPLIT_ASSIGNED), 0);
        assertEquals(Map.of(), context.assigned);
    }

    @Test
    @DisplayName("a split that a failed reader gives back goes, with its progress, to the next one that registers")
    void givenBack() throws IOException {
        final UserEnumerator enumerator = enumerator(UserEnumeratorState.SPLIT_ASSIGNED);
        enumerator.addSplitsBack(List.of(new UserSplit(7)), 0);
        assertEquals(Map.of(), context.assigned);
        assertEquals(UserEnumeratorState.SPLIT_WAITS, enumerator.snapshotState(1));
        register(enumerator, 1);
        assertEquals(Map.of(1, List.of(new UserSplit(7))), context.assigned);
    }

    @Test
    @DisplayName("a reader that failed before it had a split gives nothing back")
    void nothingGivenBack() throws IOException {
        final UserEnumerator enumerator = enumerator(UserEnumeratorState.SPLIT_ASSIGNED);
        enumerator.addSplitsBack(List.of(), 0);
        assertEquals(UserEnumeratorState.SPLIT_ASSIGNED, enumerator.snapshotState(1));
    }

    @Test
    @DisplayName("checkpointFault=decline fails the checkpoints in its range and no others")
    void decline() throws IOException {
        final UserEnumerator enumerator =
                new UserEnumerator(
                        context,
                        UserEnumeratorState.SPLIT_WAITS,
                        new CheckpointFault(CheckpointFault.Kind.DECLINE, 0, 2, 3));
        enumerator.snapshotState(1);
        for (final long id : new long[] {2, 3}) {
            final IOException e = assertThrows(IOException.class, () -> enumerator.snapshotState(id));
            assertEquals("checkpointFault=decline hurts checkpoint " + id, e.getMessage());
        }
        enumerator.snapshotState(4);
    }

    private UserEnumerator enumerator(final UserEnumeratorState state) {
        return new UserEnumerator(context, state, CheckpointFault.NONE);
    }

    private void register(final UserEnumerator enumerator, final int subtaskId) {
        context.register(subtaskId);
        enumerator.addReader(subtaskId);
    }
}
