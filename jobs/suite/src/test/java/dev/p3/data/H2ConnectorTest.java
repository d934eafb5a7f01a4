package dev.p3.data;

class H2ConnectorTest extends DatabaseContract {
  @Override
  String url() {
    return "h2:mem:contract;DB_CLOSE_DELAY=-1";
  }

  @Override
  String withSecret(String uri, String secret) {
    return uri.replace(":h2:mem:contract", ",password=%s:h2:mem:guarded".formatted(secret));
  }
}
