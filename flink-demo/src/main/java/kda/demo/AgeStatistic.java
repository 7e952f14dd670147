package kda.demo;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts users by age, in keyed state. */
final class AgeStatistic extends KeyedProcessFunction<Integer, User, AgeAmount> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(AgeStatistic.class);

    private transient ValueState<Long> amount;

    @Override
    public void open(final OpenContext openContext) {
        amount = getRuntimeContext().getState(new ValueStateDescriptor<>("amount-by-age", Types.LONG));
    }

    @Override
    public void processElement(final User user, final Context context, final Collector<AgeAmount> out) throws Exception {
        final Long before = amount.value();
        final long now = before == null ? 1 : before + 1;
        amount.update(now);
        LOG.info(LogLines.AGE_STATISTIC, user.age, now);
        out.collect(new AgeAmount(user.age, now));
    }
}
