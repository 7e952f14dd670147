package kda.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** The coordinator as an enumerator sees it: readers that come and go, and the splits they were given. */
final class FakeEnumeratorContext implements SplitEnumeratorContext<UserSplit> {
    final Map<Integer, List<UserSplit>> assigned = new HashMap<>();
    private final Map<Integer, ReaderInfo> readers = new HashMap<>();

    void register(final int subtaskId) {
        readers.put(subtaskId, new ReaderInfo(subtaskId, "localhost"));
    }

    void unregister(final int subtaskId) {
        readers.remove(subtaskId);
    }

    @Override
    public void assignSplits(final SplitsAssignment<UserSplit> assignment) {
        assignment.assignment().forEach((subtaskId, splits) -> {
            if (!readers.containsKey(subtaskId)) {
                throw new IllegalArgumentException("Reader " + subtaskId + " is not registered");
            }
            assigned.computeIfAbsent(subtaskId, id -> new ArrayList<>()).addAll(splits);
        });
    }

    @Override
    public Map<Integer, ReaderInfo> registeredReaders() {
        return Map.copyOf(readers);
    }

    @Override
    public int currentParallelism() {
        return 1;
    }

    @Override
    public SplitEnumeratorMetricGroup metricGroup() {
        return UnregisteredMetricsGroup.createSplitEnumeratorMetricGroup();
    }

    @Override
    public void sendEventToSourceReader(final int subtaskId, final SourceEvent event) {
        throw new UnsupportedOperationException("The enumerator sends no events");
    }

    @Override
    public void signalNoMoreSplits(final int subtask) {
        throw new UnsupportedOperationException("The source is unbounded");
    }

    @Override
    public <T> void callAsync(final Callable<T> callable, final BiConsumer<T, Throwable> handler) {
        throw new UnsupportedOperationException("The enumerator has nothing to discover");
    }

    @Override
    public <T> void callAsync(
            final Callable<T> callable,
            final BiConsumer<T, Throwable> handler,
            final long initialDelayMillis,
            final long periodMillis) {
        throw new UnsupportedOperationException("The enumerator has nothing to discover");
    }

    @Override
    public void runInCoordinatorThread(final Runnable runnable) {
        runnable.run();
    }
}
