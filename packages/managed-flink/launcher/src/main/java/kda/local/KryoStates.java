package kda.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorBackendSerializationProxy;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;

/** Reads which classes Kryo writes in the states of a savepoint, as the classes of one JAR have them. */
final class KryoStates {
    private final ClassLoader classes;
    private final Map<String, KryoClasses> states = new TreeMap<>();
    private boolean complete = true;

    private KryoStates(final ClassLoader classes) {
        this.classes = classes;
    }

    /** One entry for each operator; {@code complete} is false where something could not be read. */
    static List<Object> read(final String pointer, final ClassLoader classes) throws IOException {
        final CheckpointMetadata metadata = SavepointReader.metadataOf(pointer, classes);
        final List<Object> operators = new ArrayList<>();
        final ClassLoader before = Thread.currentThread().getContextClassLoader();
        // Kryo finds classes by it.
        Thread.currentThread().setContextClassLoader(classes);
        try {
            for (final OperatorState operator : metadata.getOperatorStates()) {
                final KryoStates read = new KryoStates(classes);
                operator.getStates().forEach(read::add);
                operators.add(read.described(operator.getOperatorID().toHexString()));
            }
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        return operators;
    }

    private void add(final OperatorSubtaskState subtask) {
        for (final OperatorStateHandle handle : subtask.getManagedOperatorState()) {
            try (var in = handle.openInputStream()) {
                final OperatorBackendSerializationProxy proxy = new OperatorBackendSerializationProxy(classes);
                proxy.read(new DataInputViewStreamWrapper(in));
                proxy.getOperatorStateMetaInfoSnapshots().forEach(this::add);
                proxy.getBroadcastStateMetaInfoSnapshots().forEach(this::add);
            } catch (final IOException | RuntimeException | LinkageError e) {
                unread(e);
            }
        }
        for (final KeyedStateHandle handle : subtask.getManagedKeyedState()) {
            try (var in = SavepointReader.namesOf(handle)) {
                if (in == null) {
                    complete = false;
                    continue;
                }
                final KeyedBackendSerializationProxy<?> proxy = new KeyedBackendSerializationProxy<>(classes);
                proxy.read(new DataInputViewStreamWrapper(in));
                add("(key)", proxy.getKeySerializerSnapshot());
                proxy.getStateMetaInfoSnapshots().forEach(this::add);
            } catch (final IOException | RuntimeException | LinkageError e) {
                unread(e);
            }
        }
    }

    private void add(final StateMetaInfoSnapshot state) {
        state.getSerializerSnapshotsImmutable().values().forEach(each -> add(state.getName(), each));
    }

    private void add(final String name, final TypeSerializerSnapshot<?> snapshot) {
        if (snapshot == null) {
            return;
        }
        try {
            states.computeIfAbsent(name, none -> new KryoClasses()).add(snapshot.restoreSerializer());
        } catch (final IllegalAccessException | RuntimeException | LinkageError e) {
            unread(e);
        }
    }

    private void unread(final Throwable error) {
        complete = false;
        System.err.println("The serializer of a state can't be read: " + error);
    }

    private Map<String, Object> described(final String id) {
        final List<Object> described = new ArrayList<>();
        states.forEach((name, kryo) -> {
            if (!kryo.isEmpty()) {
                described.add(kryo.described(name));
            }
        });
        final Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", id);
        answer.put("complete", complete);
        answer.put("states", described);
        return answer;
    }
}
