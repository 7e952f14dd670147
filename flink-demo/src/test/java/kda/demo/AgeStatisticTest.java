package kda.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class AgeStatisticTest {
    @Test
    @DisplayName("each age is counted by itself, logged and emitted")
    void countsByAge() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                KeyedOneInputStreamOperatorTestHarness<Integer, User, AgeAmount> harness = harness()) {
            harness.open();
            process(harness, 20, 30, 20);
            assertEquals(
                    List.of(
                            "Statistic: age 20, amount 1",
                            "Statistic: age 30, amount 1",
                            "Statistic: age 20, amount 2"),
                    log.lines());
            assertEquals(List.of("20=1", "30=1", "20=2"), output(harness));
        }
    }

    @Test
    @DisplayName("the counts of all ages go on after a restore")
    void restored() throws Exception {
        final OperatorSubtaskState snapshot;
        try (KeyedOneInputStreamOperatorTestHarness<Integer, User, AgeAmount> before = harness()) {
            before.open();
            process(before, 20, 20, 30);
            snapshot = before.snapshot(1, 0);
            process(before, 20);
        }
        try (KeyedOneInputStreamOperatorTestHarness<Integer, User, AgeAmount> after = harness()) {
            after.initializeState(snapshot);
            after.open();
            process(after, 20, 30, 40);
            assertEquals(List.of("20=3", "30=2", "40=1"), output(after));
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<Integer, User, AgeAmount> harness() throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new AgeStatistic()), user -> user.age, Types.INT);
    }

    private static void process(
            final KeyedOneInputStreamOperatorTestHarness<Integer, User, AgeAmount> harness, final int... ages)
            throws Exception {
        for (final int age : ages) {
            harness.processElement(new User("Anna", age), 0);
        }
    }

    private static List<String> output(final KeyedOneInputStreamOperatorTestHarness<Integer, User, AgeAmount> harness) {
        return harness.extractOutputValues().stream().map(a -> a.age + "=" + a.amount).collect(Collectors.toList());
    }
}
