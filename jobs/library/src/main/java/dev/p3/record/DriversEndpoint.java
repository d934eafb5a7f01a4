package dev.p3.record;

import java.util.function.Function;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcCallContext;
import org.apache.spark.rpc.RpcEndpoint;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.util.RpcUtils;
import scala.Function1;
import scala.PartialFunction;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * Where executors tell the driver something, or ask it. Spark's own channel between them, since it
 * is open as long as the application runs, whatever becomes of the task.
 *
 * @param <Q> what executors send
 * @param <A> what they get back
 */
final class DriversEndpoint<Q, A> implements RpcEndpoint {
  private final RpcEnv rpcEnv;
  private final Class<Q> question;
  private final Function<Q, A> answer;

  private DriversEndpoint(RpcEnv rpcEnv, Class<Q> question, Function<Q, A> answer) {
    this.rpcEnv = rpcEnv;
    this.question = question;
    this.answer = answer;
  }

  /** On the driver: answers what executors ask under a name from now on. */
  static <Q, A> void open(SparkEnv env, String name, Class<Q> question, Function<Q, A> answer) {
    env.rpcEnv().setupEndpoint(name, new DriversEndpoint<>(env.rpcEnv(), question, answer));
  }

  /**
   * On an executor: waits for the driver's answer.
   *
   * @throws RuntimeException when the driver does not answer, or has opened nothing under the name
   */
  static <A> A ask(SparkEnv env, String name, Object question, Class<A> answer) {
    try {
      return RpcUtils.makeDriverRef(name, env.conf(), env.rpcEnv())
          .askSync(question, Catalyst.classTag(answer));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) { // Scala declares none
      throw new IllegalStateException("The driver gives no answer as " + name, e);
    }
  }

  @Override
  public RpcEnv rpcEnv() {
    return rpcEnv;
  }

  @Override
  public PartialFunction<Object, BoxedUnit> receiveAndReply(RpcCallContext context) {
    return new AbstractPartialFunction<>() {
      @Override
      public boolean isDefinedAt(Object message) {
        return question.isInstance(message);
      }

      @Override
      @SuppressWarnings("unchecked") // BoxedUnit is a B1: B1 is above it
      public <A1, B1> B1 applyOrElse(A1 message, Function1<A1, B1> otherwise) {
        if (!question.isInstance(message)) {
          return otherwise.apply(message);
        }
        context.reply(answer.apply(question.cast(message)));
        return (B1) BoxedUnit.UNIT;
      }
    };
  }
}
