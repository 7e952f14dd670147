package kda.demo;

import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Generates users (a FLIP-27 source with one split).
 *
 * <p>Unbounded although it ends generating: a bounded source would end the job, and an ended job has no snapshots. The
 * time limit counts from each start, so that an application restored long after it still goes on counting.
 */
final class UserSource implements Source<User, UserSplit, UserEnumeratorState> {
    private static final long serialVersionUID = 1L;

    private final long usersPerStart;
    private final long pauseMs;
    private final CheckpointFault fault;

    /** @param limitSeconds how long to generate users after each start; 0 is for ever */
    UserSource(final long limitSeconds, final long pauseMs, final CheckpointFault fault) {
        this.usersPerStart = usersWithin(limitSeconds, pauseMs);
        this.pauseMs = pauseMs;
        this.fault = fault;
    }

    /** A number, not a moment: a slow machine generates the same users, only later. The first comes at once. */
    static long usersWithin(final long limitSeconds, final long pauseMs) {
        final long limitMs = TimeUnit.SECONDS.toMillis(limitSeconds);
        return limitSeconds == 0 ? Long.MAX_VALUE : (limitMs + pauseMs - 1) / pauseMs;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<User, UserSplit> createReader(final SourceReaderContext context) {
        return new UserReader(usersPerStart, pauseMs, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    @Override
    public SplitEnumerator<UserSplit, UserEnumeratorState> createEnumerator(
            final SplitEnumeratorContext<UserSplit> context) {
        return restoreEnumerator(context, UserEnumeratorState.SPLIT_WAITS);
    }

    @Override
    public SplitEnumerator<UserSplit, UserEnumeratorState> restoreEnumerator(
            final SplitEnumeratorContext<UserSplit> context, final UserEnumeratorState state) {
        return new UserEnumerator(context, state, fault);
    }

    @Override
    public SimpleVersionedSerializer<UserSplit> getSplitSerializer() {
        return new UserSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<UserEnumeratorState> getEnumeratorCheckpointSerializer() {
        return new UserEnumeratorStateSerializer();
    }
}
