package dev.p3.transport;

class SerialTransportTest extends TransportContract {
  @Override
  protected Transport transport() {
    return new SerialTransport();
  }
}
