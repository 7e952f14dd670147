package kda.demo;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Hands the one split to the first reader that registers. */
final class UserEnumerator implements SplitEnumerator<UserSplit, UserEnumeratorState> {
    private final SplitEnumeratorContext<UserSplit> context;
    private final CheckpointFault fault;

    /** null once a reader has the split. */
    private UserSplit waiting;

    UserEnumerator(
            final SplitEnumeratorContext<UserSplit> context,
            final UserEnumeratorState state,
            final CheckpointFault fault) {
        this.context = context;
        this.fault = fault;
        this.waiting = state == UserEnumeratorState.SPLIT_WAITS ? UserSplit.BEGINNING : null;
    }

    @Override
    public void start() {
        // Nothing to discover: there is one split.
    }

    @Override
    public void handleSplitRequest(final int subtaskId, final String requesterHostname) {
        // The reader does not ask: it is given the split when it registers.
    }

    @Override
    public void addReader(final int subtaskId) {
        if (waiting != null) {
            context.assignSplit(waiting, subtaskId);
            waiting = null;
        }
    }

    /** A reader failed before a checkpoint held its split: the next one to register gets it. */
    @Override
    public void addSplitsBack(final List<UserSplit> splits, final int subtaskId) {
        if (splits.isEmpty()) {
            return;
        }
        waiting = splits.get(0);
        if (context.registeredReaders().containsKey(subtaskId)) {
            addReader(subtaskId);
        }
    }

    @Override
    public UserEnumeratorState snapshotState(final long checkpointId) throws IOException {
        fault.onCoordinatorSnapshot(checkpointId);
        return waiting == null ? UserEnumeratorState.SPLIT_ASSIGNED : UserEnumeratorState.SPLIT_WAITS;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
