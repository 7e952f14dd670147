package kda.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.StreamMap;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class UserCounterTest {
    private static final User ANNA = new User("Anna", 20);

    @Test
    @DisplayName("a first start says so and counts from 1")
    void firstStart() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                OneInputStreamOperatorTestHarness<User, User> harness = harness(false, CheckpointFault.NONE)) {
            harness.open();
            process(harness, 2);
            assertEquals(
                    List.of("The application was not restored from context", "Amount of users: 1", "Amount of users: 2"),
                    log.lines());
        }
    }

    @Test
    @DisplayName("a restored one says so, with the snapshot's number, and goes on with the next")
    void restored() throws Exception {
        final OperatorSubtaskState snapshot;
        try (OneInputStreamOperatorTestHarness<User, User> before = harness(false, CheckpointFault.NONE)) {
            before.open();
            process(before, 27);
            snapshot = before.snapshot(1, 0);
            process(before, 5);
        }
        try (CapturedLog log = CapturedLog.open();
                OneInputStreamOperatorTestHarness<User, User> after = harness(false, CheckpointFault.NONE)) {
            after.initializeState(snapshot);
            after.open();
            process(after, 1);
            assertEquals(
                    List.of(
                            "The application was restored from context",
                            "The amount of processed users after context restore is 27",
                            "Amount of users: 28"),
                    log.lines());
        }
    }

    @Test
    @DisplayName("users pass unchanged")
    void passesUsers() throws Exception {
        try (OneInputStreamOperatorTestHarness<User, User> harness = harness(false, CheckpointFault.NONE)) {
            harness.open();
            process(harness, 1);
            final User user = harness.extractOutputValues().get(0);
            assertEquals("Anna 20", user.name + " " + user.age);
        }
    }

    @Test
    @DisplayName("failJob=true fails at every fifth user")
    void failJob() throws Exception {
        try (OneInputStreamOperatorTestHarness<User, User> harness = harness(true, CheckpointFault.NONE)) {
            harness.open();
            process(harness, 4);
            final IllegalStateException e = assertThrows(IllegalStateException.class, () -> process(harness, 1));
            assertEquals("failJob=true fails the job at user 5", e.getMessage());
        }
    }

    @Test
    @DisplayName("corruptState=true adds a million with each user, and the state stays wrong without it")
    void corruptState() throws Exception {
        final OperatorSubtaskState snapshot;
        try (CapturedLog log = CapturedLog.open();
                OneInputStreamOperatorTestHarness<User, User> corrupting =
                        harness(new UserCounter(false, true, CheckpointFault.NONE, LoadFault.NONE, Ballast.NONE))) {
            corrupting.open();
            process(corrupting, 2);
            snapshot = corrupting.snapshot(1, 0);
            assertEquals(
                    List.of("Amount of users: 1000001", "Amount of users: 2000002"),
                    log.lines().subList(1, 3));
        }
        try (CapturedLog log = CapturedLog.open();
                OneInputStreamOperatorTestHarness<User, User> after = harness(false, CheckpointFault.NONE)) {
            after.initializeState(snapshot);
            after.open();
            process(after, 1);
            assertEquals("Amount of users: 2000003", log.lines().get(2));
        }
    }

    @Test
    @DisplayName("checkpointFault=crash fails the task that snapshots")
    void crash() throws Exception {
        final CheckpointFault fault = new CheckpointFault(CheckpointFault.Kind.CRASH, 0, 2, 2);
        try (OneInputStreamOperatorTestHarness<User, User> harness = harness(false, fault)) {
            harness.open();
            harness.snapshot(1, 0);
            final Exception e = assertThrows(Exception.class, () -> harness.snapshot(2, 0));
            assertTrue(
                    ExceptionUtils.findThrowableWithMessage(e, "checkpointFault=crash hurts checkpoint 2").isPresent(),
                    () -> ExceptionUtils.stringifyException(e));
        }
    }

    @Test
    @DisplayName("checkpointFault=block makes a snapshot take at least so long")
    void block() throws Exception {
        final CheckpointFault fault = new CheckpointFault(CheckpointFault.Kind.BLOCK, 50, 1, 1);
        try (OneInputStreamOperatorTestHarness<User, User> harness = harness(false, fault)) {
            harness.open();
            final long startedAt = System.nanoTime();
            harness.snapshot(1, 0);
            assertTrue(System.nanoTime() - startedAt >= TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    @Test
    @DisplayName("a load fault lasts as long as the operator: it begins when it is opened and ends when it is closed")
    void loadFault() throws Exception {
        final OneInputStreamOperatorTestHarness<User, User> harness =
                new OneInputStreamOperatorTestHarness<>(
                        new StreamMap<>(
                                new UserCounter(false, false, CheckpointFault.NONE, new LoadFault(1, 0, 0), Ballast.NONE)));
        try (harness) {
            assertEquals(0, faultThreads());
            harness.open();
            assertEquals(1, faultThreads());
        }
        assertEquals(0, faultThreads());
    }

    private static long faultThreads() {
        return Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().startsWith("cpu-fault-")).count();
    }

    private static OneInputStreamOperatorTestHarness<User, User> harness(
            final boolean failJob, final CheckpointFault fault) throws Exception {
        return harness(new UserCounter(failJob, false, fault, LoadFault.NONE, Ballast.NONE));
    }

    private static OneInputStreamOperatorTestHarness<User, User> harness(final UserCounter counter) throws Exception {
        return new OneInputStreamOperatorTestHarness<>(new StreamMap<>(counter));
    }

    private static void process(final OneInputStreamOperatorTestHarness<User, User> harness, final int times)
            throws Exception {
        for (int i = 0; i < times; i++) {
            harness.processElement(ANNA, 0);
        }
    }
}
