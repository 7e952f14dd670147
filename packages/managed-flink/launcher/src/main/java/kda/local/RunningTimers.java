package kda.local;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.AbstractUdfStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimerServiceImpl;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.triggers.CountTrigger;
import org.apache.flink.streaming.api.windowing.triggers.EventTimeTrigger;
import org.apache.flink.streaming.api.windowing.triggers.ProcessingTimeTrigger;
import org.apache.flink.streaming.api.windowing.triggers.PurgingTrigger;
import org.apache.flink.streaming.runtime.operators.windowing.WindowOperator;

/**
 * The timers that an operator has asked for, over all its subtasks, and whether its code does anything when they fire.
 *
 * <p>Flink restores timers by the name of their service. It carries those of a service that nobody asks for along, and
 * fires those of a service that is there, also where the code does nothing with them.
 */
final class RunningTimers {
    /** They have an onTimer() that does nothing. */
    private static final Set<Class<?>> BASES =
            Set.of(KeyedProcessFunction.class, KeyedCoProcessFunction.class, KeyedBroadcastProcessFunction.class);

    private static final class Service {
        boolean event;
        boolean processing;
        long watermark = Long.MAX_VALUE;
    }

    private final Map<String, Service> services = new TreeMap<>();

    void add(final StreamOperator<?> operator) throws Exception {
        final Object manager = RunningStates.value(operator.getClass(), "timeServiceManager", operator);
        final Object known =
                manager == null ? null : RunningStates.value(manager.getClass(), "timerServices", manager);
        if (!(known instanceof Map)) {
            return;
        }
        for (final Map.Entry<?, ?> each : ((Map<?, ?>) known).entrySet()) {
            if (each.getValue() instanceof InternalTimerServiceImpl) {
                final Object target =
                        RunningStates.value(InternalTimerServiceImpl.class, "triggerTarget", each.getValue());
                final Service service = services.computeIfAbsent((String) each.getKey(), name -> new Service());
                service.event |= isHeard(target, true);
                service.processing |= isHeard(target, false);
                service.watermark =
                        Math.min(
                                service.watermark,
                                ((InternalTimerServiceImpl<?, ?>) each.getValue()).currentWatermark());
            }
        }
    }

    /** True also where nobody can know it. */
    private static boolean isHeard(final Object target, final boolean event) throws Exception {
        if (target instanceof WindowOperator) {
            return isHeardByWindows((WindowOperator<?, ?, ?, ?, ?>) target, event);
        }
        final boolean isOfProcessFunction =
                target instanceof KeyedProcessOperator
                        || target instanceof KeyedCoProcessOperator
                        || target instanceof CoBroadcastWithKeyedOperator;
        return !isOfProcessFunction || hasOnTimer(((AbstractUdfStreamOperator<?, ?>) target).getUserFunction().getClass());
    }

    /** Windows close by the timers of their own time; those of the other one are for some triggers only. */
    private static boolean isHeardByWindows(final WindowOperator<?, ?, ?, ?, ?> operator, final boolean event)
            throws Exception {
        final WindowAssigner<?, ?> assigner =
                (WindowAssigner<?, ?>) RunningStates.value(WindowOperator.class, "windowAssigner", operator);
        if (assigner.isEventTime() == event) {
            return true;
        }
        Object trigger = RunningStates.value(WindowOperator.class, "trigger", operator);
        while (trigger instanceof PurgingTrigger) {
            trigger = ((PurgingTrigger<?, ?>) trigger).getNestedTrigger();
        }
        final boolean isOfOwnTime = event ? trigger instanceof ProcessingTimeTrigger : trigger instanceof EventTimeTrigger;
        return !isOfOwnTime && !(trigger instanceof CountTrigger);
    }

    private static boolean hasOnTimer(final Class<?> function) {
        try {
            for (Class<?> each = function; each != null && !BASES.contains(each); each = each.getSuperclass()) {
                for (final Method method : each.getDeclaredMethods()) {
                    if (method.getName().equals("onTimer") && method.getParameterCount() == 3) {
                        return true;
                    }
                }
            }
            return false;
        } catch (final LinkageError e) {
            return true;
        }
    }

    List<Object> described() {
        final List<Object> described = new ArrayList<>();
        services.forEach(
                (name, service) -> {
                    final Map<String, Object> answer = new LinkedHashMap<>();
                    answer.put("service", name);
                    answer.put("event", service.event);
                    answer.put("processing", service.processing);
                    answer.put("hasWatermark", service.watermark != Long.MIN_VALUE);
                    described.add(answer);
                });
        return described;
    }
}
