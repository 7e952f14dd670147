package kda.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.StreamMap;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class BallastTest {
    private static final User ANNA = new User("Anna", 20);

    @Test
    @DisplayName("growStateKilobytes=64 makes a snapshot larger by 64 KiB for each user")
    void grows() throws Exception {
        try (OneInputStreamOperatorTestHarness<User, User> harness = harness(64)) {
            harness.open();
            process(harness, 2);
            final long two = harness.snapshot(1, 0).getStateSize();
            process(harness, 3);
            final long five = harness.snapshot(2, 0).getStateSize();
            final long growth = five - two;
            assertTrue(growth >= 3 * 65_536 && growth < 3 * 65_536 + 1_024, "it grew by " + growth);
        }
    }

    @Test
    @DisplayName("a snapshot without ballast is restored with it, and goes on counting")
    void restoredWithTheFault() throws Exception {
        final OperatorSubtaskState snapshot = snapshotAfter(0, 7);
        try (CapturedLog log = CapturedLog.open();
                OneInputStreamOperatorTestHarness<User, User> harness = restored(64, snapshot)) {
            process(harness, 1);
            assertEquals("Amount of users: 8", log.lines().get(log.lines().size() - 1));
            assertTrue(harness.snapshot(2, 0).getStateSize() > 65_536);
        }
    }

    @Test
    @DisplayName("a snapshot with ballast is restored without the fault: the count goes on, the ballast is gone")
    void restoredWithoutTheFault() throws Exception {
        final OperatorSubtaskState snapshot = snapshotAfter(64, 7);
        assertTrue(snapshot.getStateSize() > 7 * 65_536, "it has " + snapshot.getStateSize());
        try (CapturedLog log = CapturedLog.open();
                OneInputStreamOperatorTestHarness<User, User> harness = restored(0, snapshot)) {
            process(harness, 1);
            assertEquals("Amount of users: 8", log.lines().get(log.lines().size() - 1));
            assertTrue(harness.snapshot(2, 0).getStateSize() < 1_024);
        }
    }

    @Test
    @DisplayName("without the fault a snapshot is as small as it was before there was one")
    void nothingWithoutTheFault() throws Exception {
        assertTrue(snapshotAfter(0, 1).getStateSize() < 512);
        assertEquals(snapshotAfter(0, 1).getStateSize(), snapshotAfter(0, 500).getStateSize());
    }

    private static OperatorSubtaskState snapshotAfter(final int kilobytesPerUser, final int users) throws Exception {
        try (OneInputStreamOperatorTestHarness<User, User> harness = harness(kilobytesPerUser)) {
            harness.open();
            process(harness, users);
            return harness.snapshot(1, 0);
        }
    }

    private static OneInputStreamOperatorTestHarness<User, User> restored(
            final int kilobytesPerUser, final OperatorSubtaskState snapshot) throws Exception {
        final OneInputStreamOperatorTestHarness<User, User> harness = harness(kilobytesPerUser);
        harness.initializeState(snapshot);
        harness.open();
        return harness;
    }

    private static OneInputStreamOperatorTestHarness<User, User> harness(final int kilobytesPerUser) throws Exception {
        return new OneInputStreamOperatorTestHarness<>(
                new StreamMap<>(
                        new UserCounter(false, false, CheckpointFault.NONE, LoadFault.NONE, new Ballast(kilobytesPerUser))));
    }

    private static void process(final OneInputStreamOperatorTestHarness<User, User> harness, final int times)
            throws Exception {
        for (int i = 0; i < times; i++) {
            harness.processElement(ANNA, 0);
        }
    }
}
