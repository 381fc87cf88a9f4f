package io.patchwork.worker;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.util.Set;
import java.util.regex.Pattern;

/** A class has no instruction of float or double, and names neither, nor {@code BigDecimal}. */
final class NoFloatingPoint extends ArchCondition<JavaClass> {

  private static final Set<String> TYPES =
      Set.of("double", "float", "java.lang.Double", "java.lang.Float", "java.math.BigDecimal");

  /** JVMS 6.5: dadd, fload_0, i2d, d2l, dcmpg and the others. */
  private static final Pattern OPCODE =
      Pattern.compile(
          "[FD](CONST|LOAD|STORE|ALOAD|ASTORE|ADD|SUB|MUL|DIV|REM|NEG|CMP|RETURN|2).*"
              + "|[IL]2[FD]");

  NoFloatingPoint() {
    super("have no floating point number");
  }

  @Override
  public void check(JavaClass item, ConditionEvents events) {
    item.getDirectDependenciesFromSelf().stream()
        .filter(dependency ->
            TYPES.contains(dependency.getTargetClass().getBaseComponentType().getName()))
        .forEach(dependency ->
            events.add(SimpleConditionEvent.violated(item, dependency.getDescription())));
    ClassModel model = ClassFile.of().parse(bytes(item));
    for (MethodModel method : model.methods()) {
      method
          .code()
          .ifPresent(code ->
              code.forEach(element -> {
                if (element instanceof java.lang.classfile.Instruction instruction
                    && isFloating(instruction.opcode())) {
                  events.add(
                      SimpleConditionEvent.violated(
                          item,
                          item.getName()
                              + "."
                              + method.methodName().stringValue()
                              + " has "
                              + instruction.opcode()));
                }
              }));
    }
  }

  static boolean isFloating(Opcode opcode) {
    return OPCODE.matcher(opcode.name()).matches();
  }

  private static byte[] bytes(JavaClass item) {
    try (InputStream in = item.getSource().orElseThrow().getUri().toURL().openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
