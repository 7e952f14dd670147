package kda.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class LoadFaultTest {
    private static final long MIB = 1 << 20;

    @Test
    @DisplayName("without a fault nothing is started, held or logged")
    void none() {
        try (CapturedLog log = CapturedLog.open();
                LoadFault.Load load = LoadFault.NONE.begin()) {
            assertEquals(0, load.runningThreads());
            assertEquals(0, load.heapBytes());
            assertEquals(0, load.nativeBytes());
            assertEquals(0, log.lines().size());
        }
    }

    @Test
    @Timeout(10)
    @DisplayName("two threads use more CPU than one could, and end with the job")
    void burnsCpu() throws InterruptedException {
        final long before = processCpuNanos();
        final LoadFault.Load load = new LoadFault(2, 0, 0).begin();
        // Not by the wall clock: the machine may be busy.
        while (processCpuNanos() - before < TimeUnit.MILLISECONDS.toNanos(100)) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertEquals(2, load.runningThreads());
        load.close();
        assertEquals(0, load.runningThreads());
    }

    @Test
    @DisplayName("what is missing to a share of the heap is held; a heap that is fuller already gets nothing")
    void heapShare() {
        assertEquals(60 * MIB, LoadFault.missingBytes(90, 100 * MIB, 30 * MIB));
        assertEquals(0, LoadFault.missingBytes(90, 100 * MIB, 95 * MIB));
    }

    @Test
    @DisplayName("garbage that is collected later is made up for: held is what makes the share true at the end")
    void garbageCollectedLater() {
        final LoadFault.Load load = new LoadFault.Load();
        // In use but for what is held: 40 MiB at the first collection, 10 MiB from the second on.
        final Deque<Long> others = new ArrayDeque<>(List.of(40 * MIB, 10 * MIB));
        load.holdHeap(50, heapOf100Mib(() -> (others.size() > 1 ? others.poll() : others.peek()) + load.heapBytes()));
        assertEquals(40 * MIB, load.heapBytes());
    }

    @Test
    @Timeout(10)
    @DisplayName("subtasks of one JVM hold the share together, not each")
    void subtasks() throws InterruptedException {
        final LoadFault.Load first = new LoadFault.Load();
        final LoadFault.Load second = new LoadFault.Load();
        final CountDownLatch bothRead = new CountDownLatch(2);
        final LoadFault.Heap heap = heapOf100Mib(() -> {
            final long used = first.heapBytes() + second.heapBytes();
            bothRead.countDown();
            // Were both to read before one holds, this is where they would meet.
            awaitBriefly(bothRead);
            return used;
        });
        final Thread other = new Thread(() -> second.holdHeap(60, heap));
        other.start();
        first.holdHeap(60, heap);
        other.join();
        assertEquals(60 * MIB, first.heapBytes() + second.heapBytes());
    }

    @Test
    @DisplayName("what is held outlives garbage collection, and is given back at the end")
    void holdsHeap() {
        final LoadFault.Heap heap = LoadFault.Heap.OF_THIS_JVM;
        final int percent = (int) (heap.usedBytes() * 100 / heap.maxBytes()) + 10;
        try (LoadFault.Load load = new LoadFault(0, percent, 0).begin()) {
            assertTrue(load.heapBytes() >= MIB, "held: " + load.heapBytes());
            // Not against the share: what else is in use in this JVM may go at any collection.
            final long used = heap.usedBytes();
            assertTrue(used >= load.heapBytes(), used + " in use, held: " + load.heapBytes());
            load.close();
            assertEquals(0, load.heapBytes());
        }
    }

    @Test
    @DisplayName("memory outside the heap is held, and given back at the end")
    void holdsNativeMemory() {
        final LoadFault.Load load = new LoadFault(0, 0, 3).begin();
        assertEquals(3 * MIB, load.nativeBytes());
        load.close();
        load.close();
        assertEquals(0, load.nativeBytes());
    }

    private static LoadFault.Heap heapOf100Mib(final LongSupplier usedBytes) {
        return new LoadFault.Heap() {
            @Override
            public long maxBytes() {
                return 100 * MIB;
            }

            @Override
            public long usedBytes() {
                return usedBytes.getAsLong();
            }
        };
    }

    private static void awaitBriefly(final CountDownLatch latch) {
        try {
            latch.await(200, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long processCpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
