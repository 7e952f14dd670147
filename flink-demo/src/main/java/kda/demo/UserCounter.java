package kda.demo;

import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts users, in operator state: the number goes on after a restore, and starts anew without one. */
final class UserCounter extends RichMapFunction<User, User> implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(UserCounter.class);
    private static final int FAIL_AT_EVERY = 5;
    /** Users that each user counts for beyond itself while corruptState is on. */
    static final long CORRUPTION = 1_000_000;

    private final boolean failJob;
    private final boolean corruptState;
    private final CheckpointFault fault;
    private final LoadFault loadFault;
    private final Ballast ballast;

    private transient ListState<Long> state;
    private transient long amount;
    private transient LoadFault.Load load;

    UserCounter(
            final boolean failJob,
            final boolean corruptState,
            final CheckpointFault fault,
            final LoadFault loadFault,
            final Ballast ballast) {
        this.failJob = failJob;
        this.corruptState = corruptState;
        this.fault = fault;
        this.loadFault = loadFault;
        this.ballast = ballast;
    }

    @Override
    public void open(final OpenContext openContext) {
        load = loadFault.begin();
    }

    @Override
    public void close() {
        if (load != null) {
            load.close();
        }
    }

    @Override
    public void initializeState(final FunctionInitializationContext context) throws Exception {
        state = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("amount", Types.LONG));
        ballast.initialize(context.getOperatorStateStore());
        amount = 0;
        if (context.isRestored()) {
            LOG.info(LogLines.RESTORED);
            for (final Long part : state.get()) {
                amount += part;
            }
            LOG.info(LogLines.AMOUNT_AFTER_RESTORE, amount);
        } else {
            LOG.info(LogLines.NOT_RESTORED);
        }
    }

    @Override
    public User map(final User user) throws Exception {
        amount += corruptState ? 1 + CORRUPTION : 1;
        ballast.onUser();
        LOG.info(LogLines.AMOUNT_OF_USERS, amount);
        if (failJob && amount % FAIL_AT_EVERY == 0) {
            throw new IllegalStateException("failJob=true fails the job at user " + amount);
        }
        return user;
    }

    @Override
    public void snapshotState(final FunctionSnapshotContext context) throws Exception {
        fault.onTaskSnapshot(context.getCheckpointId());
        state.update(List.of(amount));
    }
}
