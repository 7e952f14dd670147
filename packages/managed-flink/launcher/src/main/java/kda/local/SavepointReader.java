package kda.local;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.CompletedCheckpointStorageLocation;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;

/** Reads the {@code _metadata} of a savepoint or checkpoint: which operators have state in it, and how much. */
final class SavepointReader {
    private SavepointReader() {}

    /** @param classes finds the classes of the job that wrote the savepoint; without them its keyed states have no names. */
    static Map<String, Object> read(final String pointer, final ClassLoader classes) throws IOException {
        final CheckpointMetadata metadata = metadataOf(pointer, classes);
        final List<Object> operators = new ArrayList<>();
        final long deadline = SavedTimers.deadline();
        for (final OperatorState operator : metadata.getOperatorStates()) {
            operators.add(described(operator, classes, new SavedTimers(deadline)));
        }
        final Map<String, Object> savepoint = new LinkedHashMap<>();
        savepoint.put("checkpointId", metadata.getCheckpointId());
        savepoint.put("operators", operators);
        return savepoint;
    }

    static CheckpointMetadata metadataOf(final String pointer, final ClassLoader classes) throws IOException {
        final CompletedCheckpointStorageLocation location =
                AbstractFsCheckpointStorageAccess.resolveCheckpointPointer(pointer);
        try (DataInputStream in = new DataInputStream(location.getMetadataHandle().openInputStream())) {
            return Checkpoints.loadCheckpointMetadata(in, classes, location.getExternalPointer());
        }
    }

    private static Map<String, Object> described(
            final OperatorState operator, final ClassLoader classes, final SavedTimers timers) {
        final TreeSet<String> states = new TreeSet<>();
        boolean allNamed = true;
        boolean hasState = operator.getCoordinatorState() != null;
        for (final OperatorSubtaskState subtask : operator.getStates()) {
            hasState |= subtask.hasState();
            for (final OperatorStateHandle handle : subtask.getManagedOperatorState()) {
                handle.getStateNameToPartitionOffsets().forEach((name, state) -> {
                    // Nothing is lost where it holds nothing.
                    if (state.getOffsets().length > 0) {
                        states.add(name);
                    }
                });
            }
            for (final KeyedStateHandle handle : subtask.getManagedKeyedState()) {
                allNamed &= addKeyedStates(states, timers, handle, classes);
            }
        }
        final Map<String, Object> described = new LinkedHashMap<>();
        described.put("id", operator.getOperatorID().toHexString());
        described.put("parallelism", operator.getParallelism());
        described.put("maxParallelism", operator.getMaxParallelism());
        described.put("bytes", operator.getStateSize());
        // As Checkpoints.loadAndValidateCheckpoint asks when it finds no operator for the state.
        described.put("hasState", hasState);
        described.put("states", states);
        described.put("allNamed", allNamed);
        described.put("timers", timers.described());
        return described;
    }

    /** @return false where the names can't be read: classes that are not there, changes of a changelog. */
    private static boolean addKeyedStates(
            final TreeSet<String> states,
            final SavedTimers timers,
            final KeyedStateHandle handle,
            final ClassLoader classes) {
        try (var in = namesOf(handle)) {
            if (in == null) {
                return false;
            }
            final KeyedBackendSerializationProxy<?> proxy = new KeyedBackendSerializationProxy<>(classes);
            proxy.read(new DataInputViewStreamWrapper(in));
            proxy.getStateMetaInfoSnapshots().stream()
                    .filter(state -> !SavedTimers.isTimers(state))
                    .forEach(state -> states.add(state.getName()));
            timers.add(handle, proxy, classes);
            return true;
        } catch (final IOException | RuntimeException | LinkageError e) {
            System.err.println("The names of keyed states can't be read: " + e);
            return false;
        }
    }

    /** Stream that begins with the names and serializers of keyed states; null: it has none. */
    static FSDataInputStream namesOf(final KeyedStateHandle handle) throws IOException {
        if (handle instanceof KeyGroupsStateHandle) {
            return ((KeyGroupsStateHandle) handle).openInputStream();
        }
        return handle instanceof IncrementalRemoteKeyedStateHandle
                ? ((IncrementalRemoteKeyedStateHandle) handle).getMetaDataStateHandle().openInputStream()
                : null;
    }
}
