package dev.p3.transport;

class ThreadsTransportTest extends TransportContract {
  @Override
  protected Transport transport() {
    return new ThreadsTransport();
  }
}
