package dev.p3.bench.record;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Final classes equal to {@link Rows}, as they are written where records are not supported: Kryo 4
 * takes them field by field, {@code Encoders.bean} through accessors.
 */
public final class Beans {
  private Beans() {}

  /** Equal to {@link Rows.Flat}. */
  public static final class Flat implements Serializable {
    private static final long serialVersionUID = 1L;

    private long id;
    private int delay;
    private double distance;
    private boolean cancelled;
    private String carrier;

    public Flat() {}

    Flat(Rows.Flat row) {
      this.id = row.id();
      this.delay = row.delay();
      this.distance = row.distance();
      this.cancelled = row.cancelled();
      this.carrier = row.carrier();
    }

    public long getId() {
      return id;
    }

    public void setId(long id) {
      this.id = id;
    }

    public int getDelay() {
      return delay;
    }

    public void setDelay(int delay) {
      this.delay = delay;
    }

    public double getDistance() {
      return distance;
    }

    public void setDistance(double distance) {
      this.distance = distance;
    }

    public boolean isCancelled() {
      return cancelled;
    }

    public void setCancelled(boolean cancelled) {
      this.cancelled = cancelled;
    }

    public String getCarrier() {
      return carrier;
    }

    public void setCarrier(String carrier) {
      this.carrier = carrier;
    }
  }

  /** Equal to {@link Rows.Wide}. */
  public static final class Wide implements Serializable {
    private static final long serialVersionUID = 1L;

    private long id;
    private int year;
    private int month;
    private int day;
    private int departure;
    private int delay;
    private long scheduled;
    private long actual;
    private double distance;
    private double fare;
    private double latitude;
    private double longitude;
    private float load;
    private short seats;
    private byte stops;
    private boolean cancelled;
    private boolean diverted;
    private String carrier;
    private String origin;
    private String destination;

    public Wide() {}

    Wide(Rows.Wide row) {
      this.id = row.id();
      this.year = row.year();
      this.month = row.month();
      this.day = row.day();
      this.departure = row.departure();
      this.delay = row.delay();
      this.scheduled = row.scheduled();
      this.actual = row.actual();
      this.distance = row.distance();
      this.fare = row.fare();
      this.latitude = row.latitude();
      this.longitude = row.longitude();
      this.load = row.load();
      this.seats = row.seats();
      this.stops = row.stops();
      this.cancelled = row.cancelled();
      this.diverted = row.diverted();
      this.carrier = row.carrier();
      this.origin = row.origin();
      this.destination = row.destination();
    }

    public long getId() {
      return id;
    }

    public void setId(long id) {
      this.id = id;
    }

    public int getYear() {
      return year;
    }

    public void setYear(int year) {
      this.year = year;
    }

    public int getMonth() {
      return month;
    }

    public void setMonth(int month) {
      this.month = month;
    }

    public int getDay() {
      return day;
    }

    public void setDay(int day) {
      this.day = day;
    }

    public int getDeparture() {
      return departure;
    }

    public void setDeparture(int departure) {
      this.departure = departure;
    }

    public int getDelay() {
      return delay;
    }

    public void setDelay(int delay) {
      this.delay = delay;
    }

    public long getScheduled() {
      return scheduled;
    }

    public void setScheduled(long scheduled) {
      this.scheduled = scheduled;
    }

    public long getActual() {
      return actual;
    }

    public void setActual(long actual) {
      this.actual = actual;
    }

    public double getDistance() {
      return distance;
    }

    public void setDistance(double distance) {
      this.distance = distance;
    }

    public double getFare() {
      return fare;
    }

    public void setFare(double fare) {
      this.fare = fare;
    }

    public double getLatitude() {
      return latitude;
    }

    public void setLatitude(double latitude) {
      this.latitude = latitude;
    }

    public double getLongitude() {
      return longitude;
    }

    public void setLongitude(double longitude) {
      this.longitude = longitude;
    }

    public float getLoad() {
      return load;
    }

    public void setLoad(float load) {
      this.load = load;
    }

    public short getSeats() {
      return seats;
    }

    public void setSeats(short seats) {
      this.seats = seats;
    }

    public byte getStops() {
      return stops;
    }

    public void setStops(byte stops) {
      this.stops = stops;
    }

    public boolean isCancelled() {
      return cancelled;
    }

    public void setCancelled(boolean cancelled) {
      this.cancelled = cancelled;
    }

    public boolean isDiverted() {
      return diverted;
    }

    public void setDiverted(boolean diverted) {
      this.diverted = diverted;
    }

    public String getCarrier() {
      return carrier;
    }

    public void setCarrier(String carrier) {
      this.carrier = carrier;
    }

    public String getOrigin() {
      return origin;
    }

    public void setOrigin(String origin) {
      this.origin = origin;
    }

    public String getDestination() {
      return destination;
    }

    public void setDestination(String destination) {
      this.destination = destination;
    }
  }

  /** Equal to {@link Rows.Nested}. */
  public static final class Nested implements Serializable {
    private static final long serialVersionUID = 1L;

    private long id;
    private Place origin;
    private Place destination;
    private Passenger passenger;

    public Nested() {}

    Nested(Rows.Nested row) {
      this.id = row.id();
      this.origin = new Place(row.origin());
      this.destination = new Place(row.destination());
      this.passenger = new Passenger(row.passenger());
    }

    public long getId() {
      return id;
    }

    public void setId(long id) {
      this.id = id;
    }

    public Place getOrigin() {
      return origin;
    }

    public void setOrigin(Place origin) {
      this.origin = origin;
    }

    public Place getDestination() {
      return destination;
    }

    public void setDestination(Place destination) {
      this.destination = destination;
    }

    public Passenger getPassenger() {
      return passenger;
    }

    public void setPassenger(Passenger passenger) {
      this.passenger = passenger;
    }
  }

  /** Equal to {@link Rows.Texts}. */
  public static final class Texts implements Serializable {
    private static final long serialVersionUID = 1L;

    private long id;
    private String title;
    private String author;
    private String city;
    private String language;
    private String summary;

    public Texts() {}

    Texts(Rows.Texts row) {
      this.id = row.id();
      this.title = row.title();
      this.author = row.author();
      this.city = row.city();
      this.language = row.language();
      this.summary = row.summary();
    }

    public long getId() {
      return id;
    }

    public void setId(long id) {
      this.id = id;
    }

    public String getTitle() {
      return title;
    }

    public void setTitle(String title) {
      this.title = title;
    }

    public String getAuthor() {
      return author;
    }

    public void setAuthor(String author) {
      this.author = author;
    }

    public String getCity() {
      return city;
    }

    public void setCity(String city) {
      this.city = city;
    }

    public String getLanguage() {
      return language;
    }

    public void setLanguage(String language) {
      this.language = language;
    }

    public String getSummary() {
      return summary;
    }

    public void setSummary(String summary) {
      this.summary = summary;
    }
  }

  /** Equal to {@link Rows.Collections}. */
  public static final class Collections implements Serializable {
    private static final long serialVersionUID = 1L;

    private long id;
    private List<Integer> counts;
    private List<String> tags;
    private Map<String, Double> scores;
    private Set<String> groups;
    private double[] weights;

    public Collections() {}

    Collections(Rows.Collections row) {
      this.id = row.id();
      this.counts = row.counts();
      this.tags = row.tags();
      this.scores = row.scores();
      this.groups = row.groups();
      this.weights = row.weights();
    }

    public long getId() {
      return id;
    }

    public void setId(long id) {
      this.id = id;
    }

    public List<Integer> getCounts() {
      return counts;
    }

    public void setCounts(List<Integer> counts) {
      this.counts = counts;
    }

    public List<String> getTags() {
      return tags;
    }

    public void setTags(List<String> tags) {
      this.tags = tags;
    }

    public Map<String, Double> getScores() {
      return scores;
    }

    public void setScores(Map<String, Double> scores) {
      this.scores = scores;
    }

    public Set<String> getGroups() {
      return groups;
    }

    public void setGroups(Set<String> groups) {
      this.groups = groups;
    }

    public double[] getWeights() {
      return weights;
    }

    public void setWeights(double[] weights) {
      this.weights = weights;
    }
  }

  /** Equal to {@link Rows.Place}. */
  public static final class Place implements Serializable {
    private static final long serialVersionUID = 1L;

    private String code;
    private double latitude;
    private double longitude;

    public Place() {}

    Place(Rows.Place row) {
      this.code = row.code();
      this.latitude = row.latitude();
      this.longitude = row.longitude();
    }

    public String getCode() {
      return code;
    }

    public void setCode(String code) {
      this.code = code;
    }

    public double getLatitude() {
      return latitude;
    }

    public void setLatitude(double latitude) {
      this.latitude = latitude;
    }

    public double getLongitude() {
      return longitude;
    }

    public void setLongitude(double longitude) {
      this.longitude = longitude;
    }
  }

  /** Equal to {@link Rows.Passenger}. */
  public static final class Passenger implements Serializable {
    private static final long serialVersionUID = 1L;

    private String name;
    private int age;
    private Place home;

    public Passenger() {}

    Passenger(Rows.Passenger row) {
      this.name = row.name();
      this.age = row.age();
      this.home = new Place(row.home());
    }

    public String getName() {
      return name;
    }

    public void setName(String name) {
      this.name = name;
    }

    public int getAge() {
      return age;
    }

    public void setAge(int age) {
      this.age = age;
    }

    public Place getHome() {
      return home;
    }

    public void setHome(Place home) {
      this.home = home;
    }
  }
}
