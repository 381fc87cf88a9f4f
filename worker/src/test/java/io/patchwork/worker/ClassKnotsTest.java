package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * No two classes of one package need each other, whether directly or by others: each can be read,
 * and changed, after those below it. A class counts as one with what is nested in it, and a sealed
 * root as one with its permitted members.
 */
@AnalyzeClasses(
    packages = "io.patchwork",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
final class ClassKnotsTest {

  private static final Set<Set<String>> ACCEPTED =
      Set.of(
          // What a layer shows may be a group of layers, so each needs the other: one
          // tree, whose two kinds of node are two types.
          Set.of(
              "io.patchwork.worker.composition.Layer",
              "io.patchwork.worker.composition.LayerContent"));

  @ArchTest
  static void noTwoClassesOfAPackageNeedEachOther(JavaClasses classes) {
    Map<String, Set<String>> packages = new TreeMap<>();
    Map<String, String> families = families(classes);
    Map<String, Set<String>> needs = needs(classes, families);
    for (JavaClass each : classes) {
      packages
          .computeIfAbsent(each.getPackageName(), none -> new TreeSet<>())
          .add(node(each, families));
    }

    Set<Set<String>> knots =
        packages.values().stream()
            .flatMap(within -> knots(within, needs).stream())
            .collect(Collectors.toSet());

    assertThat(knots).isEqualTo(ACCEPTED);
  }

  /** Of each top-level class that a sealed one permits, the topmost of its roots. */
  private static Map<String, String> families(JavaClasses classes) {
    Map<String, String> roots = new HashMap<>();
    for (JavaClass each : classes) {
      Class<?>[] permitted = each.reflect().getPermittedSubclasses();
      if (permitted != null) {
        for (Class<?> member : permitted) {
          roots.put(topLevel(member).getName(), topLevel(each.reflect()).getName());
        }
      }
    }
    return roots;
  }

  private static Class<?> topLevel(Class<?> type) {
    return type.getNestHost();
  }

  private static String node(JavaClass type, Map<String, String> families) {
    String name = type.getName();
    int nested = name.indexOf('$');
    String node = nested < 0 ? name : name.substring(0, nested);
    for (String root = families.get(node); root != null && !root.equals(node); ) {
      node = root;
      root = families.get(node);
    }
    return node;
  }

  private static Map<String, Set<String>> needs(JavaClasses classes, Map<String, String> families) {
    Map<String, Set<String>> needs = new HashMap<>();
    for (JavaClass each : classes) {
      Set<String> of = needs.computeIfAbsent(node(each, families), none -> new HashSet<>());
      Stream<JavaClass> inCode =
          each.getDirectDependenciesFromSelf().stream().map(Dependency::getTargetClass);
      Stream<JavaClass> named =
          named(each).stream().filter(classes::contain).map(name -> classes.get(name));
      Stream.concat(inCode, named)
          .map(JavaClass::getBaseComponentType)
          .filter(target -> target.getPackageName().equals(each.getPackageName()))
          .forEach(target -> of.add(node(target, families)));
    }
    return needs;
  }

  /** What the class file names: of a constant that was inlined, no more is left than that. */
  private static List<String> named(JavaClass type) {
    String file = "/" + type.getName().replace('.', '/') + ".class";
    try (InputStream in = ClassKnotsTest.class.getResourceAsStream(file)) {
      return StreamSupport.stream(
              ClassFile.of().parse(in.readAllBytes()).constantPool().spliterator(), false)
          .filter(ClassEntry.class::isInstance)
          .map(entry -> ((ClassEntry) entry).asInternalName().replace('/', '.'))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Set<String>> knots(Set<String> within, Map<String, Set<String>> needs) {
    Map<String, Set<String>> reached =
        within.stream().collect(Collectors.toMap(each -> each, each -> reached(each, needs)));
    List<Set<String>> knots = new ArrayList<>();
    for (String each : within) {
      Set<String> knot =
          within.stream()
              .filter(other -> reached.getOrDefault(each, Set.of()).contains(other))
              .filter(other -> reached.getOrDefault(other, Set.of()).contains(each))
              .collect(Collectors.toCollection(TreeSet::new));
      if (knot.size() > 1 && !knots.contains(knot)) {
        knots.add(knot);
      }
    }
    return knots;
  }

  private static Set<String> reached(String from, Map<String, Set<String>> needs) {
    Set<String> reached = new HashSet<>(Set.of(from));
    Deque<String> next = new ArrayDeque<>(reached);
    while (!next.isEmpty()) {
      for (String need : needs.getOrDefault(next.remove(), Set.of())) {
        if (reached.add(need)) {
          next.add(need);
        }
      }
    }
    return reached;
  }
}
