package kda.local;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.internal.InternalAppendingState;
import org.apache.flink.runtime.state.internal.InternalKvState;
import org.apache.flink.util.ExceptionUtils;

/** Reads the values of one keyed state as the job would, with the serializers of its own code. */
final class StateValues {
    /** Keys that are held at once: reading a value may remove it where it has a time to live. */
    private static final int MOST_KEYS = 20_000;

    private long values;
    private boolean all = true;
    private boolean asked;
    private String error;

    /** In the task's thread only. */
    <K, N> void read(
            final KeyedStateBackend<K> backend,
            final String name,
            final InternalKvState<?, ?, ?> state,
            final long deadline) {
        asked = true;
        final K before = backend.getCurrentKey();
        try {
            final List<Tuple2<K, N>> keys = new ArrayList<>();
            try (Stream<Tuple2<K, N>> stream = backend.getKeysAndNamespaces(name)) {
                final Iterator<Tuple2<K, N>> each = stream.iterator();
                while (each.hasNext() && keys.size() < MOST_KEYS && System.nanoTime() < deadline) {
                    keys.add(each.next());
                }
                all &= !each.hasNext();
            }
            @SuppressWarnings("unchecked")
            final InternalKvState<K, N, ?> typed = (InternalKvState<K, N, ?>) state;
            for (final Tuple2<K, N> key : keys) {
                if (System.nanoTime() >= deadline) {
                    all = false;
                    break;
                }
                backend.setCurrentKey(key.f0);
                typed.setCurrentNamespace(key.f1);
                readValue(typed);
                values++;
            }
        } catch (final Exception | LinkageError e) {
            if (error == null) {
                error = ExceptionUtils.stringifyException(e);
            }
        } finally {
            if (before != null) {
                backend.setCurrentKey(before);
            }
        }
    }

    private static void readValue(final InternalKvState<?, ?, ?> state) throws Exception {
        if (state instanceof ValueState) {
            ((ValueState<?>) state).value();
        } else if (state instanceof MapState) {
            for (final Map.Entry<?, ?> entry : ((MapState<?, ?>) state).entries()) {
                entry.getValue();
            }
        } else if (state instanceof InternalAppendingState) {
            ((InternalAppendingState<?, ?, ?, ?, ?>) state).getInternal();
        }
    }

    /** Without `values` where nobody asked for them. */
    Map<String, Object> described(final String name) {
        final Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", name);
        if (asked) {
            described.put("values", values);
            described.put("all", all);
        }
        if (error != null) {
            described.put("error", error);
        }
        return described;
    }
}
