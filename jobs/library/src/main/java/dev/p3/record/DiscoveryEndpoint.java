package dev.p3.record;

import org.apache.spark.rpc.RpcCallContext;
import org.apache.spark.rpc.RpcEndpoint;
import org.apache.spark.rpc.RpcEnv;
import scala.Function1;
import scala.PartialFunction;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * Where the driver hears of classes that executors met. Spark's own channel between them, since it
 * is open as long as the application runs, whatever becomes of the task.
 */
final class DiscoveryEndpoint implements RpcEndpoint {
  static final String NAME = "p3-kryo-discovery";

  private final RpcEnv rpcEnv;
  private final DiscoveredClasses classes;

  DiscoveryEndpoint(RpcEnv rpcEnv, DiscoveredClasses classes) {
    this.rpcEnv = rpcEnv;
    this.classes = classes;
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
        return message instanceof UnregisteredUse;
      }

      @Override
      @SuppressWarnings("unchecked") // BoxedUnit is a B1: B1 is above it
      public <A1, B1> B1 applyOrElse(A1 message, Function1<A1, B1> otherwise) {
        if (!(message instanceof UnregisteredUse use)) {
          return otherwise.apply(message);
        }
        classes.add(use);
        context.reply(true);
        return (B1) BoxedUnit.UNIT;
      }
    };
  }
}
