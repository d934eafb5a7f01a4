package dev.p3.record;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeBlock;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.codegen.FalseLiteral$;
import org.apache.spark.sql.catalyst.expressions.objects.NewInstance;
import org.apache.spark.sql.types.DataType;
import scala.Option;

/**
 * A call of a record's constructor whose arguments are local variables of the generated code.
 *
 * <p>Spark's own keeps them in fields of the generated class, so that it can compute them in
 * several methods: a record of 20 components takes 88 ns that way, 78 with local variables, and 71
 * where objects are made first, since making them calls methods, during which the values that are
 * there wait on the stack. Where there are many components, this does as Spark does: the JIT
 * compiler leaves large methods alone.
 *
 * <p>It is a NewInstance because Spark's encoders look for one at the root of what they are given.
 */
final class RecordInstance extends NewInstance {
  private static final long serialVersionUID = 1L;

  /** Each takes 30 to 40 bytes of code, of the 8,000 that the JIT compiler takes in a method. */
  private static final int MOST_LOCALS = 64;

  /**
   * @param arguments never null where the component is a primitive
   */
  RecordInstance(Class<?> type, List<Expression> arguments, DataType external) {
    super(type, Catalyst.seq(arguments), Catalyst.seq(List.of()), false, external, Option.empty());
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode instance) {
    if (children().size() > MOST_LOCALS) {
      return super.doGenCode(context, instance);
    }
    List<Expression> arguments = Catalyst.list(children());
    List<ExprCode> generated = arguments.stream().map(each -> each.genCode(context)).toList();
    var code = new StringBuilder();
    for (boolean primitives : new boolean[] {false, true}) {
      for (int i = 0; i < arguments.size(); i++) {
        if (CodeGenerator.isPrimitiveType(arguments.get(i).dataType()) == primitives) {
          code.append(generated.get(i).code()).append('\n');
        }
      }
    }
    String values =
        generated.stream().map(each -> each.value().toString()).collect(Collectors.joining(", "));
    String type = cls().getName();
    code.append("final ")
        .append(type)
        .append(' ')
        .append(instance.value())
        .append(" = new ")
        .append(type)
        .append('(')
        .append(values)
        .append(");\n");
    return new ExprCode(
        new CodeBlock(Catalyst.seq(List.of(code.toString())), Catalyst.seq(List.of())),
        FalseLiteral$.MODULE$,
        instance.value());
  }

  /** On Scala 2.13; the next one is on 2.12. */
  @SuppressWarnings("MissingOverride") // only one of the two overrides, by the version of Scala
  public NewInstance withNewChildrenInternal(
      scala.collection.immutable.IndexedSeq<Expression> arguments) {
    return new RecordInstance(cls(), Catalyst.list(arguments), dataType());
  }

  @SuppressWarnings("MissingOverride") // as above
  public NewInstance withNewChildrenInternal(scala.collection.IndexedSeq<Expression> arguments) {
    return new RecordInstance(cls(), Catalyst.list(arguments), dataType());
  }

  @Override
  public Expression clone() {
    return new RecordInstance(
        cls(), Catalyst.list(children()).stream().map(Expression::clone).toList(), dataType());
  }
}
