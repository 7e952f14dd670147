package kda.demo;

import java.io.IOException;
import java.io.Serializable;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hurts checkpoints and snapshots on request, to set off the alarms. They share one sequence of ids. */
final class CheckpointFault implements Serializable {
    /** What is done to the checkpoints concerned. */
    enum Kind {
        NONE,
        /** The checkpoint fails, the job runs on. */
        DECLINE,
        /** The checkpoint takes longer; beyond the checkpoint timeout it expires. */
        BLOCK,
        /** The checkpoint fails, and so does the task: the job restarts. */
        CRASH
    }

    static final CheckpointFault NONE = new CheckpointFault(Kind.NONE, 0, 1, Long.MAX_VALUE);

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFault.class);

    private final Kind kind;
    private final long blockMs;
    private final long from;
    private final long to;

    CheckpointFault(final Kind kind, final long blockMs, final long from, final long to) {
        this.kind = kind;
        this.blockMs = blockMs;
        this.from = from;
        this.to = to;
    }

    /** To be called where the JobManager snapshots the source: an exception there fails the checkpoint only. */
    void onCoordinatorSnapshot(final long checkpointId) throws IOException {
        if (hits(Kind.DECLINE, checkpointId)) {
            throw new IOException(reason(checkpointId));
        }
    }

    /** To be called where a task snapshots its state: an exception there fails the task. */
    void onTaskSnapshot(final long checkpointId) throws InterruptedException {
        if (hits(Kind.BLOCK, checkpointId)) {
            Thread.sleep(blockMs);
        }
        if (hits(Kind.CRASH, checkpointId)) {
            throw new IllegalStateException(reason(checkpointId));
        }
    }

    private boolean hits(final Kind asked, final long checkpointId) {
        final boolean hit = kind == asked && checkpointId >= from && checkpointId <= to;
        if (hit) {
            LOG.warn("{}", reason(checkpointId));
        }
        return hit;
    }

    private String reason(final long checkpointId) {
        return "checkpointFault=" + kind.name().toLowerCase(Locale.ROOT) + " hurts checkpoint " + checkpointId;
    }
}
