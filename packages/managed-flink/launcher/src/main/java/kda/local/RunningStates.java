package kda.local;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.OperatorStateBackend;
import org.apache.flink.runtime.state.internal.InternalKvState;
import org.apache.flink.runtime.taskexecutor.TaskExecutor;
import org.apache.flink.runtime.taskexecutor.slot.TaskSlotTable;
import org.apache.flink.runtime.taskmanager.Task;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorV2;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.runtime.tasks.OperatorChain;
import org.apache.flink.streaming.runtime.tasks.StreamOperatorWrapper;
import org.apache.flink.streaming.runtime.tasks.StreamTask;

/**
 * Asks the tasks of a running job which states their operators have asked for, and reads the values of the keyed ones.
 *
 * <p>A savepoint of the job does not tell: Flink carries restored state that nobody asks for along, and RocksDB reads
 * a value only when a record needs it. Everything is read in the thread of the task, between two records.
 */
final class RunningStates {
    /** Time for a task to come to an end with its present record. */
    private static final long PATIENCE_MS = 2000;

    private final Map<String, OperatorStates> operators = new TreeMap<>();

    private RunningStates() {}

    /** @param milliseconds time for reading values; 0: none are read. */
    static Collection<Object> of(final MiniCluster cluster, final JobID job, final long milliseconds) throws Exception {
        final RunningStates states = new RunningStates();
        final long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        final long end = deadline + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        final List<Future<?>> asked = new ArrayList<>();
        for (final StreamTask<?, ?> task : tasks(cluster, job)) {
            try {
                asked.add(
                        task.getMailboxExecutorFactory()
                                .createExecutor(0)
                                .submit(() -> states.ask(task, milliseconds > 0, deadline), "read its states"));
            } catch (final RejectedExecutionException e) {
                System.err.println("A task ended before it told its states: " + e);
            }
        }
        for (final Future<?> each : asked) {
            try {
                each.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (final TimeoutException | ExecutionException | CancellationException e) {
                // It is in a record that does not end, or ends just now: the answer is without its operators.
                each.cancel(false);
                System.err.println("A task did not tell its states: " + e);
            }
        }
        final List<Object> described = new ArrayList<>();
        synchronized (states.operators) {
            states.operators.forEach((id, operator) -> described.add(operator.described(id)));
        }
        return described;
    }

    private static List<StreamTask<?, ?>> tasks(final MiniCluster cluster, final JobID job) throws Exception {
        final List<StreamTask<?, ?>> tasks = new ArrayList<>();
        for (final Object executor : (Iterable<?>) value(MiniCluster.class, "taskManagers", cluster)) {
            final TaskSlotTable<?> table = (TaskSlotTable<?>) value(TaskExecutor.class, "taskSlotTable", executor);
            for (final Iterator<?> each = table.getTasks(job); each.hasNext(); ) {
                final Object code = value(Task.class, "invokable", each.next());
                if (code instanceof StreamTask && ((StreamTask<?, ?>) code).isRunning()) {
                    tasks.add((StreamTask<?, ?>) code);
                }
            }
        }
        return tasks;
    }

    private void ask(final StreamTask<?, ?> task, final boolean values, final long deadline) throws Exception {
        final OperatorChain<?, ?> chain = (OperatorChain<?, ?>) value(StreamTask.class, "operatorChain", task);
        synchronized (operators) {
            for (final StreamOperatorWrapper<?, ?> wrapper : chain.getAllOperators()) {
                final StreamOperator<?> operator = wrapper.getStreamOperator();
                if (operator != null) {
                    final String id = operator.getOperatorID().toHexString();
                    final OperatorStates states = operators.computeIfAbsent(id, none -> new OperatorStates());
                    states.add(operator, values, deadline);
                }
            }
        }
    }

    /** Value of a field of a class or of one that it extends; null: it has none of that name. */
    static Object value(final Class<?> declaring, final String name, final Object of) throws Exception {
        for (Class<?> each = declaring; each != null; each = each.getSuperclass()) {
            try {
                final Field field = each.getDeclaredField(name);
                field.setAccessible(true);
                return field.get(of);
            } catch (final NoSuchFieldException e) {
                // The next one may have it.
            }
        }
        return null;
    }

    /** One operator over all its subtasks. */
    private static final class OperatorStates {
        private long recordsIn;
        private boolean keyed;
        private final Map<String, StateValues> states = new TreeMap<>();
        private final RunningTimers timers = new RunningTimers();

        void add(final StreamOperator<?> operator, final boolean values, final long deadline) throws Exception {
            recordsIn += operator.getMetricGroup().getIOMetricGroup().getNumRecordsInCounter().getCount();
            final OperatorStateBackend own = ownBackend(operator);
            if (own != null) {
                addNames(value(own.getClass(), "accessedStatesByName", own));
                addNames(value(own.getClass(), "accessedBroadcastStatesByName", own));
            }
            final KeyedStateBackend<?> byKey = keyedBackend(operator);
            if (byKey == null) {
                return;
            }
            keyed = true;
            timers.add(operator);
            final Object known = value(byKey.getClass(), "keyValueStatesByName", byKey);
            addNames(known);
            if (values && known instanceof Map) {
                for (final Map.Entry<?, ?> state : ((Map<?, ?>) known).entrySet()) {
                    final String name = (String) state.getKey();
                    states.get(name).read(byKey, name, (InternalKvState<?, ?, ?>) state.getValue(), deadline);
                }
            }
        }

        private void addNames(final Object known) {
            if (known instanceof Map) {
                ((Map<?, ?>) known).keySet().forEach(name -> states.computeIfAbsent((String) name, n -> new StateValues()));
            }
        }

        Map<String, Object> described(final String id) {
            final List<Object> described = new ArrayList<>();
            states.forEach((name, state) -> described.add(state.described(name)));
            final Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("id", id);
            answer.put("recordsIn", recordsIn);
            answer.put("keyed", keyed);
            answer.put("states", described);
            answer.put("timers", timers.described());
            return answer;
        }

        private static OperatorStateBackend ownBackend(final StreamOperator<?> operator) {
            if (operator instanceof AbstractStreamOperator) {
                return ((AbstractStreamOperator<?>) operator).getOperatorStateBackend();
            }
            return operator instanceof AbstractStreamOperatorV2
                    ? ((AbstractStreamOperatorV2<?>) operator).getOperatorStateBackend()
                    : null;
        }

        private static KeyedStateBackend<?> keyedBackend(final StreamOperator<?> operator) {
            if (operator instanceof AbstractStreamOperator) {
                return ((AbstractStreamOperator<?>) operator).getKeyedStateBackend();
            }
            return operator instanceof AbstractStreamOperatorV2
                    ? ((AbstractStreamOperatorV2<?>) operator).getKeyedStateBackend()
                    : null;
        }
    }
}
