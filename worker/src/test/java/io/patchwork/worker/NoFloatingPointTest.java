package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

/** The rule sees a number that is in no field and no parameter. */
final class NoFloatingPointTest {

  /** Has a double between two whole numbers. */
  static final class Half {
    static long of(long units) {
      return (long) (units * 0.5);
    }
  }

  /** Has none. */
  static final class Whole {
    static long of(long units) {
      return units / 2;
    }
  }

  private static EvaluationResult check(Class<?> type) {
    var classes = new ClassFileImporter().importClasses(type);
    JavaClass only = classes.get(type);
    return ArchRuleDefinition.classes()
        .that()
        .haveFullyQualifiedName(only.getName())
        .should(new NoFloatingPoint())
        .evaluate(classes);
  }

  @Test
  void anInstructionIsEnough() {
    assertThat(check(Half.class).hasViolation()).isTrue();
    assertThat(check(Whole.class).hasViolation()).isFalse();
  }
}
