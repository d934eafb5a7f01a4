package dev.p3.scope;

/** What a captured value is to the function that carries it. */
public enum CaptureKind {
  /** A local variable or parameter of the code around the function. */
  LOCAL("local value"),
  /** The object in whose code the function was made. */
  THIS("this"),
  /** The object before {@code ::} of a method reference. */
  RECEIVER("receiver of a method reference"),
  /** A field of an object that is the function. */
  FIELD("field"),
  /** A variable of a notebook's cell. */
  CELL_VARIABLE("variable of a cell"),
  /** A variable of a notebook's cell that the function assigns. */
  ASSIGNED_CELL_VARIABLE("assigned variable of a cell"),
  /** A variable of a notebook's cell that Java serialization passes over. */
  TRANSIENT_CELL_VARIABLE("transient variable of a cell");

  private final String words;

  CaptureKind(String words) {
    this.words = words;
  }

  /** Whether it is the object that the function's code belongs to. */
  boolean isObjectOfTheCode() {
    return this == THIS || this == RECEIVER;
  }

  /** Whether a cell of a notebook declares it. */
  boolean isOfCell() {
    return this == CELL_VARIABLE
        || this == ASSIGNED_CELL_VARIABLE
        || this == TRANSIENT_CELL_VARIABLE;
  }

  @Override
  public String toString() {
    return words;
  }
}
