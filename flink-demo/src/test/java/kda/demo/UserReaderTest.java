package kda.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class UserReaderTest {
    private static final long PAUSE_MS = 1500;

    private final CollectingOutput output = new CollectingOutput();
    private long nowMs = 1_000;

    @Test
    @DisplayName("without a split it emits nothing and waits")
    void withoutSplit() {
        final UserReader reader = reader(3);
        assertEquals(InputStatus.NOTHING_AVAILABLE, reader.pollNext(output));
        assertEquals(List.of(), output.users);
        assertFalse(reader.isAvailable().isDone());
        assertEquals(List.of(), reader.snapshotState(1));
    }

    @Test
    @DisplayName("the split's arrival ends the wait")
    void splitArrives() {
        final UserReader reader = reader(3);
        reader.pollNext(output);
        reader.addSplits(List.of(UserSplit.BEGINNING));
        assertTrue(reader.isAvailable().isDone());
    }

    @Test
    @DisplayName("it emits one user at once, and the next only after the pause")
    void rhythm() {
        final UserReader reader = reader(10);
        reader.addSplits(List.of(UserSplit.BEGINNING));
        reader.pollNext(output);
        assertEquals(1, output.users.size());
        nowMs += PAUSE_MS - 1;
        reader.pollNext(output);
        assertEquals(1, output.users.size());
        nowMs += 1;
        reader.pollNext(output);
        assertEquals(2, output.users.size());
        reader.close();
    }

    @Test
    @DisplayName("after a stall of ten pauses one user makes up for it, no burst")
    void stall() {
        final UserReader reader = reader(100);
        reader.addSplits(List.of(UserSplit.BEGINNING));
        reader.pollNext(output);
        nowMs += 10 * PAUSE_MS;
        for (int i = 0; i < 5; i++) {
            reader.pollNext(output);
        }
        assertEquals(3, output.users.size());
        reader.close();
    }

    @Test
    @DisplayName("after its users it is idle, says so once, and still has its state")
    void over() {
        final UserReader reader = reader(3);
        reader.addSplits(List.of(UserSplit.BEGINNING));
        try (CapturedLog log = CapturedLog.open()) {
            poll(reader, 6);
            assertEquals(
                    List.of("The generation of users is over: 3 users since the start of the application"),
                    log.lines().stream().filter(line -> line.contains("is over")).collect(Collectors.toList()));
        }
        assertEquals(3, output.users.size());
        assertFalse(reader.isAvailable().isDone());
        assertEquals(List.of(new UserSplit(3)), reader.snapshotState(1));
    }

    @Test
    @DisplayName("a restored reader goes on with the next user and has its full time again")
    void restored() {
        final UserReader first = reader(3);
        first.addSplits(List.of(UserSplit.BEGINNING));
        poll(first, 2);
        final List<UserSplit> snapshot = first.snapshotState(1);
        poll(first, 1);

        final CollectingOutput afterRestore = new CollectingOutput();
        final UserReader second = reader(3);
        second.addSplits(snapshot);
        for (int i = 0; i < 5; i++) {
            second.pollNext(afterRestore);
            nowMs += PAUSE_MS;
        }
        assertEquals(descriptions(LongStream.rangeClosed(1, 3)), descriptions(output.users));
        assertEquals(descriptions(LongStream.rangeClosed(3, 5)), descriptions(afterRestore.users));
        assertEquals(List.of(new UserSplit(5)), second.snapshotState(2));
    }

    @Test
    @DisplayName("it logs each user it creates")
    void logsUsers() {
        final UserReader reader = reader(1);
        reader.addSplits(List.of(new UserSplit(41)));
        try (CapturedLog log = CapturedLog.open()) {
            reader.pollNext(output);
            final User user = output.users.get(0);
            assertEquals(
                    List.of("Created a new user with name " + user.name + " and age " + user.age), log.lines());
        }
        reader.close();
    }

    @Test
    @DisplayName("closing it ends a pending wait")
    void close() {
        final UserReader reader = reader(10);
        reader.addSplits(List.of(UserSplit.BEGINNING));
        reader.pollNext(output);
        assertFalse(reader.isAvailable().isDone());
        reader.close();
        assertTrue(reader.isAvailable().isDone());
    }

    private UserReader reader(final long usersPerStart) {
        return new UserReader(usersPerStart, PAUSE_MS, () -> nowMs);
    }

    private void poll(final UserReader reader, final int times) {
        for (int i = 0; i < times; i++) {
            reader.pollNext(output);
            nowMs += PAUSE_MS;
        }
    }

    private static List<String> descriptions(final LongStream numbers) {
        return descriptions(numbers.mapToObj(UserFactory::user).collect(Collectors.toList()));
    }

    private static List<String> descriptions(final List<User> users) {
        return users.stream().map(user -> user.name + " " + user.age).collect(Collectors.toList());
    }
}
