package io.patchwork.worker;

import io.patchwork.worker.jobs.Workspaces;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ModifierSupport;

/** Starts the clusters that tests have in fields with {@link Cluster}. */
final class ClusterExtension implements BeforeAllCallback, BeforeEachCallback {

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    start(context, null, ModifierSupport::isStatic);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    for (Object test : context.getRequiredTestInstances().getAllInstances()) {
      start(context, test, ModifierSupport::isNotStatic);
    }
  }

  private static void start(ExtensionContext context, @Nullable Object test, Predicate<Field> which)
      throws Exception {
    Class<?> type = test == null ? context.getRequiredTestClass() : test.getClass();
    for (Field field : AnnotationSupport.findAnnotatedFields(type, Cluster.class, which)) {
      Running running = new Running(field.getAnnotation(Cluster.class));
      context.getStore(ExtensionContext.Namespace.create(field)).put(field, running);
      field.setAccessible(true);
      field.set(test, running.cluster);
    }
  }

  /** JUnit closes it with the test or class that it was started for. */
  private static final class Running implements AutoCloseable {

    private final Path folder;
    private final TestCluster cluster;

    Running(Cluster wanted) throws Exception {
      Map<String, String> settings =
          Arrays.stream(wanted.settings())
              .map(setting -> setting.split("=", 2))
              .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
      this.folder = Files.createTempDirectory("patchwork-cluster");
      this.cluster = new TestCluster(folder, settings);
      cluster.add(wanted.holds());
    }

    @Override
    public void close() {
      cluster.close();
      Workspaces.delete(folder);
    }
  }
}
