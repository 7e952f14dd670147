package kda.local;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.CompletedCheckpointStorageLocation;
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
        final CompletedCheckpointStorageLocation location =
                AbstractFsCheckpointStorageAccess.resolveCheckpointPointer(pointer);
        final CheckpointMetadata metadata;
        try (DataInputStream in = new DataInputStream(location.getMetadataHandle().openInputStream())) {
            metadata = Checkpoints.loadCheckpointMetadata(in, classes, location.getExternalPointer());
        }
        final List<Object> operators = new ArrayList<>();
        for (final OperatorState operator : metadata.getOperatorStates()) {
            operators.add(described(operator, classes));
        }
        final Map<String, Object> savepoint = new LinkedHashMap<>();
        savepoint.put("checkpointId", metadata.getCheckpointId());
        savepoint.put("operators", operators);
        return savepoint;
    }

    private static Map<String, Object> described(final OperatorState operator, final ClassLoader classes) {
        final TreeSet<String> states = new TreeSet<>();
        boolean hasState = operator.getCoordinatorState() != null;
        for (final OperatorSubtaskState subtask : operator.getStates()) {
            hasState |= subtask.hasState();
            for (final OperatorStateHandle handle : subtask.getManagedOperatorState()) {
                states.addAll(handle.getStateNameToPartitionOffsets().keySet());
            }
            for (final KeyedStateHandle handle : subtask.getManagedKeyedState()) {
                states.addAll(keyedStates(handle, classes));
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
        return described;
    }

    /** Empty where the state can't be read that way: incremental checkpoints, and classes that are not there. */
    private static List<String> keyedStates(final KeyedStateHandle handle, final ClassLoader classes) {
        final List<String> names = new ArrayList<>();
        if (!(handle instanceof KeyGroupsStateHandle)) {
            return names;
        }
        try (var in = ((KeyGroupsStateHandle) handle).openInputStream()) {
            final KeyedBackendSerializationProxy<?> proxy = new KeyedBackendSerializationProxy<>(classes);
            proxy.read(new DataInputViewStreamWrapper(in));
            proxy.getStateMetaInfoSnapshots().forEach(state -> names.add(state.getName()));
        } catch (final IOException | RuntimeException | LinkageError e) {
            System.err.println("The names of keyed states can't be read: " + e);
        }
        return names;
    }
}
