package kda.demo;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Emits a user every {@code pauseMs}, {@code usersPerStart} of them, and is idle after that. Waiting is a future that
 * a timer completes: no thread of its own, no loop that spins.
 *
 * <p>A user is emitted and counted in one step that no checkpoint can divide, so none is lost or repeated by a restore.
 */
final class UserReader implements SourceReader<User, UserSplit> {
    private static final Logger LOG = LoggerFactory.getLogger(UserReader.class);

    private final long usersPerStart;
    private final long pauseMs;
    private final LongSupplier clockMs;

    /** null until the split has arrived. */
    private UserSplit split;

    private long generatedSinceStart;
    private boolean started;
    private boolean over;
    private long nextAtMs;

    /** Completed from the timer's thread, asked for by the task's. */
    private volatile CompletableFuture<Void> available = new CompletableFuture<>();

    UserReader(final long usersPerStart, final long pauseMs, final LongSupplier clockMs) {
        this.usersPerStart = usersPerStart;
        this.pauseMs = pauseMs;
        this.clockMs = clockMs;
    }

    @Override
    public void start() {
        // The split starts the generation.
    }

    @Override
    public void addSplits(final List<UserSplit> splits) {
        if (!splits.isEmpty()) {
            split = splits.get(0);
            available.complete(null);
        }
    }

    @Override
    public void notifyNoMoreSplits() {
        // Never sent: the source is unbounded.
    }

    @Override
    public InputStatus pollNext(final ReaderOutput<User> output) {
        if (split == null) {
            available = new CompletableFuture<>();
            return InputStatus.NOTHING_AVAILABLE;
        }
        if (generatedSinceStart >= usersPerStart) {
            return idle();
        }
        final long nowMs = clockMs.getAsLong();
        if (!started) {
            started = true;
            nextAtMs = nowMs;
        }
        if (nowMs >= nextAtMs) {
            emit(output);
            // Keeps the rhythm; a long stall is made up for by one user, not by a burst.
            nextAtMs = Math.max(nextAtMs + pauseMs, nowMs);
        }
        available = new CompletableFuture<Void>().completeOnTimeout(null, nextAtMs - nowMs, TimeUnit.MILLISECONDS);
        return InputStatus.NOTHING_AVAILABLE;
    }

    private void emit(final ReaderOutput<User> output) {
        final User user = UserFactory.user(split.generated + 1);
        LOG.info(LogLines.USER_CREATED, user.name, user.age);
        output.collect(user);
        split = new UserSplit(split.generated + 1);
        generatedSinceStart++;
    }

    private InputStatus idle() {
        if (!over) {
            over = true;
            LOG.info(LogLines.GENERATION_OVER, generatedSinceStart);
        }
        available = new CompletableFuture<>();
        return InputStatus.NOTHING_AVAILABLE;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public List<UserSplit> snapshotState(final long checkpointId) {
        return split == null ? List.of() : List.of(split);
    }

    /** Ends the wait, or its timer would hold on to the application's classes for up to a pause. */
    @Override
    public void close() {
        available.complete(null);
    }
}
