package io.patchwork.worker.telemetry;

import com.sun.management.UnixOperatingSystemMXBean;
import io.patchwork.common.telemetry.MetricFamily;
import io.patchwork.common.telemetry.Metrics;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.RuntimeMXBean;
import java.util.concurrent.TimeUnit;

/** The virtual machine and the process, under the names that Prometheus' Java client gives them. */
public final class JvmMetrics {

  public static final MetricFamily MEMORY_USED =
      MetricFamily.gauge(
          "jvm_memory_used_bytes", "Memory that objects or other things of the JVM take.", "area");
  public static final MetricFamily MEMORY_COMMITTED =
      MetricFamily.gauge(
          "jvm_memory_committed_bytes", "Memory that the JVM has from the system.", "area");
  public static final MetricFamily MEMORY_MAX =
      MetricFamily.gauge(
          "jvm_memory_max_bytes", "The most that the JVM takes; -1 for no bound.", "area");
  public static final MetricFamily COLLECTION =
      MetricFamily.counter(
          "jvm_gc_collection_seconds", "Time that the garbage collector took.", "gc");
  public static final MetricFamily THREADS =
      MetricFamily.gauge("jvm_threads_current", "Threads of the system that live.");
  public static final MetricFamily CPU =
      MetricFamily.counter("process_cpu_seconds", "Processor time of the worker's own process.");
  public static final MetricFamily OPEN_FILES =
      MetricFamily.gauge("process_open_fds", "File descriptors that are open.");
  public static final MetricFamily MAX_FILES =
      MetricFamily.gauge("process_max_fds", "The most file descriptors that may be open.");
  public static final MetricFamily STARTED =
      MetricFamily.gauge(
          "process_start_time_seconds", "When the process started, in seconds since 1970.");

  private JvmMetrics() {}

  /** Lets them be read. */
  public static void read(Metrics metrics) {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    metrics.read(MEMORY_USED, () -> memory.getHeapMemoryUsage().getUsed(), "heap");
    metrics.read(MEMORY_USED, () -> memory.getNonHeapMemoryUsage().getUsed(), "nonheap");
    metrics.read(MEMORY_COMMITTED, () -> memory.getHeapMemoryUsage().getCommitted(), "heap");
    metrics.read(MEMORY_COMMITTED, () -> memory.getNonHeapMemoryUsage().getCommitted(), "nonheap");
    metrics.read(MEMORY_MAX, () -> memory.getHeapMemoryUsage().getMax(), "heap");
    metrics.read(MEMORY_MAX, () -> memory.getNonHeapMemoryUsage().getMax(), "nonheap");
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      metrics.read(
          COLLECTION,
          () -> Math.max(0, collector.getCollectionTime()) / (double) TimeUnit.SECONDS.toMillis(1),
          collector.getName());
    }
    metrics.read(THREADS, ManagementFactory.getThreadMXBean()::getThreadCount);
    RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    metrics.read(STARTED, () -> runtime.getStartTime() / (double) TimeUnit.SECONDS.toMillis(1));
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      metrics.read(
          CPU,
          () -> Math.max(0, system.getProcessCpuTime()) / (double) TimeUnit.SECONDS.toNanos(1));
      metrics.read(OPEN_FILES, system::getOpenFileDescriptorCount);
      metrics.read(MAX_FILES, system::getMaxFileDescriptorCount);
    }
  }
}
