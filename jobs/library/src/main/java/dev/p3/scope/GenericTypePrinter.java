package dev.p3.scope;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.xbean.asm9.Opcodes;
import org.apache.xbean.asm9.Type;
import org.apache.xbean.asm9.signature.SignatureReader;
import org.apache.xbean.asm9.signature.SignatureVisitor;

/** Writes the generic type of a class file's signature as source code does. For one use. */
final class GenericTypePrinter extends SignatureVisitor {
  private final StringBuilder text = new StringBuilder();
  private final Deque<OpenClass> open = new ArrayDeque<>();
  private int dimensions;

  private static final class OpenClass {
    private final int dimensions;
    private boolean hasArguments;

    private OpenClass(int dimensions) {
      this.dimensions = dimensions;
    }
  }

  GenericTypePrinter() {
    super(Opcodes.ASM9);
  }

  String print(String signature) {
    new SignatureReader(signature).acceptType(this);
    return text.toString();
  }

  @Override
  public void visitBaseType(char descriptor) {
    text.append(Type.getType(String.valueOf(descriptor)).getClassName());
    endArray(dimensions);
  }

  @Override
  public void visitTypeVariable(String name) {
    text.append(name);
    endArray(dimensions);
  }

  @Override
  public SignatureVisitor visitArrayType() {
    dimensions++;
    return this;
  }

  @Override
  public void visitClassType(String name) {
    text.append(name.replace('/', '.'));
    open.push(new OpenClass(dimensions));
    dimensions = 0;
  }

  @Override
  public void visitInnerClassType(String name) {
    endArguments();
    text.append('.').append(name);
  }

  @Override
  public void visitTypeArgument() {
    beginArgument();
    text.append('?');
  }

  @Override
  public SignatureVisitor visitTypeArgument(char wildcard) {
    beginArgument();
    if (wildcard != INSTANCEOF) {
      text.append(wildcard == EXTENDS ? "? extends " : "? super ");
    }
    return this;
  }

  @Override
  public void visitEnd() {
    endArguments();
    endArray(open.pop().dimensions);
  }

  private void beginArgument() {
    text.append(open.peek().hasArguments ? ", " : "<");
    open.peek().hasArguments = true;
  }

  private void endArguments() {
    if (open.peek().hasArguments) {
      text.append('>');
      open.peek().hasArguments = false;
    }
  }

  private void endArray(int ended) {
    text.append("[]".repeat(ended));
    dimensions = 0;
  }
}
