package dev.p3.patterns.evolve;

/** Places as points on the unit sphere, in primitive arrays. */
final class UnitVectors {
  final double[] x;
  final double[] y;
  final double[] z;

  UnitVectors(int size) {
    this.x = new double[size];
    this.y = new double[size];
    this.z = new double[size];
  }

  static UnitVectors of(PlaceCoordinates places) {
    var vectors = new UnitVectors(places.size());
    for (int place = 0; place < places.size(); place++) {
      vectors.put(place, places.latitude(place), places.longitude(place));
    }
    return vectors;
  }

  /** Sets one vector to a point in degrees. */
  void put(int index, double latitude, double longitude) {
    double cosine = GreatCircle.cosine(latitude);
    double east = Math.toRadians(longitude);
    x[index] = cosine * Math.cos(east);
    y[index] = cosine * Math.sin(east);
    z[index] = Math.sin(Math.toRadians(latitude));
  }

  /** The squared length of the straight line through the sphere to a point on it. */
  double squaredChord(int index, double toX, double toY, double toZ) {
    double alongX = x[index] - toX;
    double alongY = y[index] - toY;
    double alongZ = z[index] - toZ;
    return alongX * alongX + alongY * alongY + alongZ * alongZ;
  }

  void swap(int one, int other) {
    swap(x, one, other);
    swap(y, one, other);
    swap(z, one, other);
  }

  private static void swap(double[] values, int one, int other) {
    double value = values[one];
    values[one] = values[other];
    values[other] = value;
  }
}
