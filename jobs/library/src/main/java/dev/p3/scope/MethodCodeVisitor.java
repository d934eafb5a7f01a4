package dev.p3.scope;

import static org.apache.xbean.asm9.Opcodes.AASTORE;
import static org.apache.xbean.asm9.Opcodes.ACC_STATIC;
import static org.apache.xbean.asm9.Opcodes.ARETURN;
import static org.apache.xbean.asm9.Opcodes.ASM9;
import static org.apache.xbean.asm9.Opcodes.GETSTATIC;
import static org.apache.xbean.asm9.Opcodes.PUTFIELD;
import static org.apache.xbean.asm9.Opcodes.PUTSTATIC;

import dev.p3.scope.ClassFile.Call;
import dev.p3.scope.ClassFile.FieldUse;
import dev.p3.scope.ClassFile.LambdaSite;
import dev.p3.scope.ClassFile.Variable;
import java.lang.invoke.LambdaMetafactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.xbean.asm9.Handle;
import org.apache.xbean.asm9.Label;
import org.apache.xbean.asm9.Type;
import org.apache.xbean.asm9.commons.AnalyzerAdapter;

/** Collects the {@link ClassFile.MethodCode} of one method; knows the types on the stack. */
final class MethodCodeVisitor extends AnalyzerAdapter {
  private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";
  private static final int ALT_FLAGS = 3;

  /** Calls whose result cannot be changed. */
  private static final Pattern UNMODIFIABLE =
      Pattern.compile(
          "java/util/(List|Set|Map)\\.(of|ofEntries|copyOf)"
              + "|java/util/Collections\\.(unmodifiable|empty|singleton)\\w*"
              + "|java/util/stream/Stream\\.toList"
              + "|java/util/stream/Collectors\\.toUnmodifiable\\w*");

  private final ClassFileVisitor target;
  private final int access;
  private final String name;
  private final String descriptor;

  private final List<Variable> variables = new ArrayList<>();
  private final List<String> parameterNames = new ArrayList<>();
  private final List<FieldUse> fields = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private final List<LambdaSite> lambdas = new ArrayList<>();
  private final Set<String> handedOn = new HashSet<>();
  private int firstLine;
  private int line;
  private String lastCall = "";

  MethodCodeVisitor(
      ClassFileVisitor target, String className, int access, String name, String descriptor) {
    super(ASM9, className, access, name, descriptor, null);
    this.target = target;
    this.access = access;
    this.name = name;
    this.descriptor = descriptor;
  }

  @Override
  public void visitParameter(String parameter, int parameterAccess) {
    parameterNames.add(parameter);
  }

  @Override
  public void visitLineNumber(int number, Label start) {
    firstLine = firstLine == 0 ? number : firstLine;
    line = number;
  }

  @Override
  public void visitLocalVariable(
      String variable, String type, String signature, Label start, Label end, int slot) {
    variables.add(new Variable(slot, variable, signature));
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String field, String type) {
    boolean isStatic = opcode == GETSTATIC || opcode == PUTSTATIC;
    boolean isWrite = opcode == PUTFIELD || opcode == PUTSTATIC;
    fields.add(new FieldUse(owner, field, isStatic, isWrite));
    if (isWrite) {
      noticeHandedOn(owner, 1);
    }
    if (opcode == PUTSTATIC && UNMODIFIABLE.matcher(lastCall).matches()) {
      target.constantCollections.add(field);
    }
    lastCall = "";
    super.visitFieldInsn(opcode, owner, field, type);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String method, String type, boolean isInterface) {
    calls.add(new Call(owner, method, type));
    noticeHandedOn(owner, argumentSlots(type));
    lastCall = owner + "." + method;
    super.visitMethodInsn(opcode, owner, method, type, isInterface);
  }

  @Override
  public void visitInvokeDynamicInsn(
      String method, String type, Handle bootstrap, Object... arguments) {
    boolean isLambda = bootstrap.getOwner().equals(METAFACTORY);
    if (isLambda && arguments[1] instanceof Handle implementation) {
      var call =
          new Call(implementation.getOwner(), implementation.getName(), implementation.getDesc());
      calls.add(call);
      if (isSerializable(bootstrap, arguments)) {
        lambdas.add(
            new LambdaSite(
                call,
                implementation.getTag(),
                Type.getReturnType(type).getDescriptor(),
                Arrays.stream(Type.getArgumentTypes(type)).map(Type::getDescriptor).toList(),
                line));
      }
    } else {
      noticeHandedOn("", argumentSlots(type));
    }
    lastCall = "";
    super.visitInvokeDynamicInsn(method, type, bootstrap, arguments);
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode == ARETURN || opcode == AASTORE) {
      noticeHandedOn("", 1);
    }
    super.visitInsn(opcode);
  }

  @Override
  public void visitEnd() {
    if (variables.isEmpty()) {
      nameParameters();
    }
    target.methods.add(
        new ClassFile.MethodCode(
            name,
            descriptor,
            access,
            firstLine,
            parametersFirst(),
            List.copyOf(fields),
            List.copyOf(calls),
            List.copyOf(lambdas),
            Set.copyOf(handedOn)));
  }

  /** Notes the types of the topmost slots, but for the receiver's own, whose code is read too. */
  private void noticeHandedOn(String receiver, int slots) {
    if (stack == null) {
      return; // code that is not reached
    }
    for (int i = 0; i < slots && i < stack.size(); i++) {
      if (stack.get(stack.size() - 1 - i) instanceof String type && !type.equals(receiver)) {
        handedOn.add(type);
      }
    }
  }

  private static int argumentSlots(String methodType) {
    return Arrays.stream(Type.getArgumentTypes(methodType)).mapToInt(Type::getSize).sum();
  }

  /** Compilers list variables in the order in which they end. */
  private List<Variable> parametersFirst() {
    return variables.stream().sorted(Comparator.comparingInt(Variable::slot)).toList();
  }

  private void nameParameters() {
    Type[] types = Type.getArgumentTypes(descriptor);
    int slot = (access & ACC_STATIC) == 0 ? 1 : 0;
    for (int i = 0; i < types.length && i < parameterNames.size(); i++) {
      if (parameterNames.get(i) != null) {
        variables.add(new Variable(slot, parameterNames.get(i), null));
      }
      slot += types[i].getSize();
    }
  }

  private static boolean isSerializable(Handle bootstrap, Object... arguments) {
    return bootstrap.getName().equals("altMetafactory")
        && arguments[ALT_FLAGS] instanceof Integer flags
        && (flags & LambdaMetafactory.FLAG_SERIALIZABLE) != 0;
  }
}
