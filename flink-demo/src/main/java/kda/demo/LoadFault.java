package kda.demo;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.core.memory.MemorySegmentFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Burns CPU and holds memory on request, to set off the alarms about them. Nothing of it is state. */
final class LoadFault implements Serializable {
    static final LoadFault NONE = new LoadFault(0, 0, 0);

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(LoadFault.class);
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int PAGE_BYTES = 4096;

    private final int cpuThreads;
    private final int heapPercent;
    private final int nativeMegabytes;

    /**
     * @param cpuThreads threads that do nothing but count
     * @param heapPercent how much of the heap is in use after garbage collection, at least
     * @param nativeMegabytes memory outside the heap, which the JVM neither counts nor limits
     */
    LoadFault(final int cpuThreads, final int heapPercent, final int nativeMegabytes) {
        this.cpuThreads = cpuThreads;
        this.heapPercent = heapPercent;
        this.nativeMegabytes = nativeMegabytes;
    }

    /** Begins; what it returns ends it. */
    Load begin() {
        final Load load = new Load();
        try {
            load.burn(cpuThreads);
            if (heapPercent > 0) {
                load.holdHeap(heapPercent, Heap.OF_THIS_JVM);
            }
            load.holdNative(nativeMegabytes);
        } catch (final Throwable e) {
            load.close();
            throw e;
        }
        if (cpuThreads > 0 || heapPercent > 0 || nativeMegabytes > 0) {
            LOG.warn(
                    "cpuFaultThreads={} heapFaultPercent={} nativeFaultMegabytes={}: {} bytes of heap and {} outside are held",
                    cpuThreads, heapPercent, nativeMegabytes, load.heapBytes(), load.nativeBytes());
        }
        return load;
    }

    /** What a heap lacks to be in use by so many percent; 0 when it lacks nothing. */
    static long missingBytes(final int percent, final long maxBytes, final long usedBytes) {
        return Math.max(0, maxBytes * percent / 100 - usedBytes);
    }

    /** A heap's size and use, in bytes. */
    interface Heap {
        Heap OF_THIS_JVM = new Heap() {
            @Override
            public long maxBytes() {
                return Runtime.getRuntime().maxMemory();
            }

            @Override
            public long usedBytes() {
                System.gc();
                return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
            }
        };

        long maxBytes();

        /** Once its garbage is collected, as far as one collection does that. */
        long usedBytes();
    }

    /** Running threads and held memory; ended by {@link #close()}. */
    static final class Load implements AutoCloseable {
        private final List<Thread> threads = new ArrayList<>();
        private final List<byte[]> heap = new ArrayList<>();
        private final List<MemorySegment> outside = new ArrayList<>();
        private volatile boolean ended;
        /** Written by the threads, so that no compiler finds their work superfluous. */
        private volatile long counted;

        private void burn(final int amount) {
            for (int i = 0; i < amount; i++) {
                final Thread thread = new Thread(this::count, "cpu-fault-" + i);
                thread.setDaemon(true);
                thread.start();
                threads.add(thread);
            }
        }

        private void count() {
            long count = 0;
            while (!ended) {
                count++;
            }
            counted = count;
        }

        /**
         * Reads again after holding: one collection leaves garbage that the next one takes (seen: 5 MB of a test's
         * heap). Ends because each round holds more, and what is held counts as used. One subtask after the other:
         * each would hold what all together lack.
         */
        void holdHeap(final int percent, final Heap heapOfAll) {
            synchronized (heapOfAll) {
                for (long missing = missingBytes(percent, heapOfAll.maxBytes(), heapOfAll.usedBytes());
                        missing > 0;
                        missing = missingBytes(percent, heapOfAll.maxBytes(), heapOfAll.usedBytes())) {
                    for (long held = 0; held < missing; held += BLOCK_BYTES) {
                        heap.add(new byte[BLOCK_BYTES]);
                    }
                }
            }
        }

        private void holdNative(final int megabytes) {
            for (int i = 0; i < megabytes; i++) {
                final MemorySegment segment = MemorySegmentFactory.allocateOffHeapUnsafeMemory(BLOCK_BYTES);
                outside.add(segment);
                // The system gives memory to a process page by page, when it is written.
                for (int at = 0; at < BLOCK_BYTES; at += PAGE_BYTES) {
                    segment.put(at, (byte) 1);
                }
            }
        }

        long heapBytes() {
            return (long) heap.size() * BLOCK_BYTES;
        }

        long nativeBytes() {
            return (long) outside.size() * BLOCK_BYTES;
        }

        long runningThreads() {
            return threads.stream().filter(Thread::isAlive).count();
        }

        /** Safe to call twice. */
        @Override
        public void close() {
            ended = true;
            heap.clear();
            outside.forEach(MemorySegment::free);
            outside.clear();
            for (final Thread thread : threads) {
                try {
                    thread.join();
                } catch (final InterruptedException e) {
                    // It ends by itself in a moment; whoever interrupts wants to go on.
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
