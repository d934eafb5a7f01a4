package dev.p3.cli;

import dev.p3.Hanging;
import dev.p3.data.Lease;
import dev.p3.session.P3Session;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.domain.Blob;
import org.jclouds.blobstore.domain.BlobMetadata;
import org.jclouds.blobstore.domain.MultipartPart;
import org.jclouds.blobstore.domain.MultipartUpload;
import org.jclouds.blobstore.domain.MutableStorageMetadata;
import org.jclouds.blobstore.domain.PageSet;
import org.jclouds.blobstore.domain.StorageMetadata;
import org.jclouds.blobstore.domain.internal.MutableBlobMetadataImpl;
import org.jclouds.blobstore.options.CopyOptions;
import org.jclouds.blobstore.options.GetOptions;
import org.jclouds.blobstore.options.ListContainerOptions;
import org.jclouds.blobstore.options.PutOptions;
import org.jclouds.blobstore.util.ForwardingBlobStore;

/**
 * A server of S3's protocol in this JVM, with one bucket, which the tests' session reaches. It
 * keeps a list of what was changed.
 */
public final class S3Server implements AutoCloseable {
  private static final String S3A = "spark.hadoop.fs.s3a.";

  /** Objects with this in their keys have none. */
  static final String WITHOUT_ETAG = "without-etag";

  static final String BUCKET = "bucket";

  private final List<String> changes = new CopyOnWriteArrayList<>();
  private final BlobStoreContext stored;
  private final S3Proxy server;
  private volatile boolean refusesCopies;
  private volatile Hold hold = new Hold(change -> false);
  private volatile String aged = "\0";

  /** Starts it, and has sessions of this JVM reach it. */
  public S3Server() throws Exception {
    // In memory: in files, an empty directory is an object, which no store of S3's kind has.
    stored =
        ContextBuilder.newBuilder("transient")
            .credentials("key", "secret")
            .build(BlobStoreContext.class);
    stored.getBlobStore().createContainerInLocation(null, BUCKET);
    server =
        S3Proxy.builder()
            .blobStore(new Recording(stored.getBlobStore()))
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "key", "secret")
            .ignoreUnknownHeaders(true)
            .build();
    server.start();
    while (!server.getState().equals("STARTED")) {
      Thread.sleep(10);
    }
    settings().forEach(System::setProperty);
  }

  /** What has a session of any process reach it. */
  Map<String, String> settings() {
    return settings(server.getPort());
  }

  /** As spark-submit hands them over. */
  private static Map<String, String> settings(int port) {
    return Map.ofEntries(
        Map.entry("spark.master", "local[2]"),
        Map.entry("spark.ui.enabled", "false"),
        Map.entry("spark.driver.bindAddress", "127.0.0.1"),
        Map.entry("spark.driver.host", "127.0.0.1"),
        Map.entry("spark.sql.shuffle.partitions", "4"),
        Map.entry("spark.local.dir", "target/spark-local"),
        Map.entry(S3A + "endpoint", "http://127.0.0.1:" + port),
        Map.entry(S3A + "endpoint.region", "us-east-1"),
        Map.entry(S3A + "path.style.access", "true"),
        Map.entry(S3A + "access.key", "key"),
        Map.entry(S3A + "secret.key", "secret"),
        Map.entry(S3A + "attempts.maximum", "1"),
        Map.entry(S3A + "retry.limit", "1"),
        // So that samples are copied there, and read from there.
        Map.entry("spark.hadoop.fs.defaultFS", "s3a://" + BUCKET));
  }

  /** A session that reaches it: with p3's own settings beside. */
  SparkSession session() {
    return P3Session.borrowOrOpen("tests", P3Session.settings(Map.of(), Map.of())).spark();
  }

  public static String uri(String key) {
    return "s3a://" + BUCKET + "/" + key;
  }

  /** What was changed, in its order: {@code put KEY}, {@code copy KEY}, {@code remove KEY}. */
  List<String> changes() {
    return List.copyOf(changes);
  }

  void forget() {
    changes.clear();
  }

  /** Has the server fail whenever an object is to be copied. */
  void refuseCopies(boolean refuses) {
    refusesCopies = refuses;
  }

  /** Has the first change from now on that is such a one stand still, before it is made. */
  Hold hold(Predicate<String> change) {
    hold = new Hold(change);
    return hold;
  }

  /** As if objects with this in their keys had not been written for more than a minute. */
  void age(String part) {
    aged = part;
  }

  /** A change that stands still. */
  static final class Hold {
    private final Predicate<String> change;
    private final AtomicBoolean isTaken = new AtomicBoolean();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch decided = new CountDownLatch(1);
    private volatile boolean isMade;

    private Hold(Predicate<String> change) {
      this.change = change;
    }

    private void pass(String text) {
      if (!change.test(text) || !isTaken.compareAndSet(false, true)) {
        return;
      }
      reached.countDown();
      try {
        Hanging.until(decided);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (!isMade) {
        throw new IllegalArgumentException("who asked for it is gone");
      }
    }

    boolean isReached() {
      return reached.getCount() == 0;
    }

    /** Goes on with it. */
    void make() {
      isMade = true;
      decided.countDown();
    }

    /** Drops it, as a store does where a request was cut off. */
    void drop() {
      decided.countDown();
    }
  }

  /** The keys of a folder, past the protocol. */
  List<String> keys(String folder) {
    return stored
        .getBlobStore()
        .list(BUCKET, ListContainerOptions.Builder.prefix(folder + "/").recursive())
        .stream()
        .map(StorageMetadata::getName)
        .toList();
  }

  private final class Recording extends ForwardingBlobStore {
    Recording(BlobStore store) {
      super(store);
    }

    private void changed(String text) {
      changes.add(text);
      hold.pass(text);
    }

    @Override
    public PageSet<? extends StorageMetadata> list(String container, ListContainerOptions options) {
      PageSet<? extends StorageMetadata> page = super.list(container, options);
      for (StorageMetadata each : page) {
        if (each instanceof MutableStorageMetadata metadata && each.getName().contains(aged)) {
          metadata.setLastModified(
              Date.from(Instant.now().minus(Lease.EXPIRES_AFTER.plusSeconds(1))));
        }
      }
      return page;
    }

    @Override
    public Blob getBlob(String container, String name, GetOptions options) {
      Blob blob = super.getBlob(container, name, options);
      if (blob != null && name.contains(WITHOUT_ETAG)) {
        blob.getMetadata().setETag(null);
      }
      return blob;
    }

    @Override
    public BlobMetadata blobMetadata(String container, String name) {
      BlobMetadata metadata = super.blobMetadata(container, name);
      if (metadata == null || !name.contains(WITHOUT_ETAG)) {
        return metadata;
      }
      var without = new MutableBlobMetadataImpl(metadata);
      without.setETag(null);
      return without;
    }

    @Override
    public String putBlob(String container, Blob blob) {
      changed("put " + blob.getMetadata().getName());
      return super.putBlob(container, blob);
    }

    @Override
    public String putBlob(String container, Blob blob, PutOptions options) {
      changed("put " + blob.getMetadata().getName());
      return super.putBlob(container, blob, options);
    }

    @Override
    public String copyBlob(
        String from, String name, String to, String newName, CopyOptions options) {
      if (refusesCopies) {
        throw new IllegalArgumentException("no copies today");
      }
      changed("copy " + newName);
      return super.copyBlob(from, name, to, newName, options);
    }

    @Override
    public String completeMultipartUpload(MultipartUpload upload, List<MultipartPart> parts) {
      changed("complete " + upload.blobName());
      return super.completeMultipartUpload(upload, parts);
    }

    @Override
    public void removeBlob(String container, String name) {
      changes.add("remove " + name);
      super.removeBlob(container, name);
    }

    @Override
    public void removeBlobs(String container, Iterable<String> names) {
      names.forEach(name -> changes.add("remove " + name));
      super.removeBlobs(container, names);
    }
  }

  @Override
  public void close() throws Exception {
    session().stop();
    FileSystem.closeAll(); // or the next server's would be looked for where this one was
    settings().keySet().forEach(System::clearProperty);
    server.stop();
    stored.close();
  }
}
