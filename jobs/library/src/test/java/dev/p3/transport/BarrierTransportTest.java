package dev.p3.transport;

import dev.p3.LocalSpark;

class BarrierTransportTest extends TransportContract {
  @Override
  protected Transport transport() {
    LocalSpark.spark();
    return new BarrierTransport();
  }
}
