package kda.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
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
    @DisplayName("the heap is in use by at least so many percent, and free again afterwards")
    void holdsHeap() {
        final Runtime runtime = Runtime.getRuntime();
        System.gc();
        final long before = runtime.totalMemory() - runtime.freeMemory();
        final int percent = (int) (before * 100 / runtime.maxMemory()) + 2;
        try (LoadFault.Load load = new LoadFault(0, percent, 0).begin()) {
            System.gc();
            final long used = runtime.totalMemory() - runtime.freeMemory();
            assertTrue(load.heapBytes() >= MIB, "held: " + load.heapBytes());
            assertTrue(used >= runtime.maxMemory() * percent / 100, used + " of " + runtime.maxMemory());
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

    private static long processCpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
