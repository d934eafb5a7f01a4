package dev.p3.cli;

import dev.p3.session.P3Session;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
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
final class S3Server implements AutoCloseable {
  private static final String S3A = "spark.hadoop.fs.s3a.";

  /** Objects with this in their keys have none. */
  static final String WITHOUT_ETAG = "without-etag";

  static final String BUCKET = "bucket";

  private final List<String> changes = new CopyOnWriteArrayList<>();
  private final BlobStoreContext stored;
  private final S3Proxy server;
  private volatile boolean refusesCopies;

  S3Server() throws Exception {
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
    settings(server.getPort()).forEach(System::setProperty);
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

  static String uri(String key) {
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
      changes.add("put " + blob.getMetadata().getName());
      return super.putBlob(container, blob);
    }

    @Override
    public String putBlob(String container, Blob blob, PutOptions options) {
      changes.add("put " + blob.getMetadata().getName());
      return super.putBlob(container, blob, options);
    }

    @Override
    public String copyBlob(
        String from, String name, String to, String newName, CopyOptions options) {
      if (refusesCopies) {
        throw new IllegalArgumentException("no copies today");
      }
      changes.add("copy " + newName);
      return super.copyBlob(from, name, to, newName, options);
    }

    @Override
    public String completeMultipartUpload(MultipartUpload upload, List<MultipartPart> parts) {
      changes.add("complete " + upload.blobName());
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
    settings(server.getPort()).keySet().forEach(System::clearProperty);
    server.stop();
    stored.close();
  }
}
