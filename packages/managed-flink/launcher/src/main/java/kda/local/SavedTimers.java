package kda.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.SavepointKeyedStateHandle;
import org.apache.flink.runtime.state.StateSerializerProvider;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.restore.FullSnapshotRestoreOperation;
import org.apache.flink.runtime.state.restore.KeyGroup;
import org.apache.flink.runtime.state.restore.KeyGroupEntry;
import org.apache.flink.runtime.state.restore.SavepointRestoreResult;
import org.apache.flink.runtime.state.restore.ThrowingIterator;

/**
 * Counts the timers of an operator in a savepoint. Its metadata names both queues of each service, also where they are
 * empty, so all keyed state has to be read through.
 */
final class SavedTimers {
    private static final String PREFIX = "_timer_state/";
    private static final String EVENT = PREFIX + "event_";
    private static final String PROCESSING = PREFIX + "processing_";
    /** Time for all operators of a savepoint. */
    private static final long MOST_MS = 3000;

    private final long deadline;
    private final Map<String, Long> counts = new TreeMap<>();
    /** False: a form that only its state backend reads, or the time was over. */
    private boolean counted = true;

    SavedTimers(final long deadline) {
        this.deadline = deadline;
    }

    static long deadline() {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOST_MS);
    }

    static boolean isTimers(final StateMetaInfoSnapshot state) {
        return state.getBackendStateType() == StateMetaInfoSnapshot.BackendStateType.PRIORITY_QUEUE
                && (state.getName().startsWith(EVENT) || state.getName().startsWith(PROCESSING));
    }

    <K> void add(
            final KeyedStateHandle handle, final KeyedBackendSerializationProxy<K> proxy, final ClassLoader classes) {
        boolean hasTimers = false;
        for (final StateMetaInfoSnapshot state : proxy.getStateMetaInfoSnapshots()) {
            if (isTimers(state)) {
                hasTimers = true;
                counts.putIfAbsent(state.getName(), 0L);
            }
        }
        if (!hasTimers) {
            return;
        }
        try {
            counted &=
                    handle instanceof KeyGroupsStateHandle
                            && handle instanceof SavepointKeyedStateHandle
                            && isReadThrough((KeyGroupsStateHandle) handle, proxy, classes);
        } catch (final Exception | LinkageError e) {
            System.err.println("The timers can't be counted: " + e);
            counted = false;
        }
    }

    private <K> boolean isReadThrough(
            final KeyGroupsStateHandle handle, final KeyedBackendSerializationProxy<K> proxy, final ClassLoader classes)
            throws Exception {
        final FullSnapshotRestoreOperation<K> operation =
                new FullSnapshotRestoreOperation<>(
                        handle.getKeyGroupRange(),
                        classes,
                        List.of(handle),
                        StateSerializerProvider.fromNewRegisteredSerializer(
                                proxy.getKeySerializerSnapshot().restoreSerializer()));
        try (ThrowingIterator<SavepointRestoreResult> results = operation.restore()) {
            while (results.hasNext()) {
                final SavepointRestoreResult result = results.next();
                final List<StateMetaInfoSnapshot> states = result.getStateMetaInfoSnapshots();
                try (ThrowingIterator<KeyGroup> groups = result.getRestoredKeyGroups()) {
                    while (groups.hasNext()) {
                        if (System.nanoTime() >= deadline || !isCounted(groups.next(), states)) {
                            return false;
                        }
                    }
                }
            }
        }
        return true;
    }

    private boolean isCounted(final KeyGroup group, final List<StateMetaInfoSnapshot> states) throws Exception {
        try (ThrowingIterator<KeyGroupEntry> entries = group.getKeyGroupEntries()) {
            while (entries.hasNext()) {
                if (System.nanoTime() >= deadline) {
                    return false;
                }
                final String name = states.get(entries.next().getKvStateId()).getName();
                counts.computeIfPresent(name, (queue, count) -> count + 1);
            }
        }
        return true;
    }

    /** Without `count` where they could not be counted. */
    List<Object> described() {
        final List<Object> described = new ArrayList<>();
        counts.forEach(
                (name, count) -> {
                    final boolean event = name.startsWith(EVENT);
                    final Map<String, Object> answer = new LinkedHashMap<>();
                    answer.put("service", name.substring((event ? EVENT : PROCESSING).length()));
                    answer.put("time", event ? "event" : "processing");
                    if (counted) {
                        answer.put("count", count);
                    }
                    described.add(answer);
                });
        return described;
    }
}
