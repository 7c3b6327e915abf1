import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.common.KinesisClientUtil;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.processor.SingleStreamTracker;

/**
 * The Java SDK 2 and KCL 3 against the local engine: CBOR over HTTP/2, enhanced fan-out, and a
 * reshard while KCL reads. KCL keeps its leases in DynamoDB local, which runs in this process.
 */
public final class Interop {
  private static final String STREAM = "interop-java";
  private static final int RECORDS = 200;

  private static final Map<String, String> read = new ConcurrentHashMap<>();
  private static final Set<String> ended = ConcurrentHashMap.newKeySet();

  public static void main(String[] arguments) throws Exception {
    trustCertificate(System.getenv("AWS_CA_BUNDLE"));
    URI endpoint = URI.create(System.getenv("KINESIS_ENDPOINT"));
    // KCL's own settings of the client: HTTP/2, and on http:// without TLS.
    try (KinesisAsyncClient kinesis =
        KinesisClientUtil.createKinesisAsyncClient(
            KinesisAsyncClient.builder().endpointOverride(endpoint))) {
      kinesis.createStream(request -> request.streamName(STREAM).shardCount(2)).join();
      kinesis.waiter().waitUntilStreamExists(request -> request.streamName(STREAM)).join();
      check(rejectsAbsentStream(kinesis), "got ResourceNotFoundException for an absent stream");
      Map<String, String> sent = new ConcurrentHashMap<>(put(kinesis, "first"));
      check(readByGetRecords(kinesis).equals(sent), "read back what was put, by GetRecords");
      withKcl(kinesis, () -> {
        until("KCL has read what was put", () -> read.equals(sent));
        kinesis
            .updateShardCount(
                request ->
                    request
                        .streamName(STREAM)
                        .targetShardCount(4)
                        .scalingType(ScalingType.UNIFORM_SCALING))
            .join();
        kinesis.waiter().waitUntilStreamExists(request -> request.streamName(STREAM)).join();
        sent.putAll(put(kinesis, "second"));
        until("KCL has ended both parents", () -> ended.size() >= 2);
        until("KCL has read what was put after the reshard", () -> read.equals(sent));
      });
      kinesis
          .deleteStream(request -> request.streamName(STREAM).enforceConsumerDeletion(true))
          .join();
      say("deleted the stream");
    }
    // KCL and DynamoDB local leave threads behind.
    System.exit(0);
  }

  /** The engine's own certificate, as the trust store of this process; null where there is no TLS. */
  private static void trustCertificate(String file) throws Exception {
    if (file == null) return;
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream pem = Files.newInputStream(Path.of(file))) {
      store.setCertificateEntry(
          "engine", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    Path path = Files.createTempFile("interop", ".p12");
    path.toFile().deleteOnExit();
    char[] password = "interop".toCharArray();
    try (OutputStream out = Files.newOutputStream(path)) {
      store.store(out, password);
    }
    System.setProperty("javax.net.ssl.trustStore", path.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", "interop");
  }

  private static boolean rejectsAbsentStream(KinesisAsyncClient kinesis) {
    try {
      kinesis.describeStream(request -> request.streamName("absent")).join();
      return false;
    } catch (CompletionException error) {
      return error.getCause() instanceof ResourceNotFoundException;
    }
  }

  /** Gives what was sent: data by sequence number. */
  private static Map<String, String> put(KinesisAsyncClient kinesis, String name) {
    List<String> texts =
        IntStream.range(0, RECORDS).mapToObj(index -> name + " " + index + " é").toList();
    List<PutRecordsRequestEntry> entries =
        texts.stream()
            .map(
                text ->
                    PutRecordsRequestEntry.builder()
                        .partitionKey(text)
                        .data(SdkBytes.fromUtf8String(text))
                        .build())
            .toList();
    var answer =
        kinesis.putRecords(request -> request.streamName(STREAM).records(entries)).join();
    check(answer.failedRecordCount() == 0, "had no record refused");
    Map<String, String> sent = new ConcurrentHashMap<>();
    for (int index = 0; index < RECORDS; index++) {
      sent.put(answer.records().get(index).sequenceNumber(), texts.get(index));
    }
    return sent;
  }

  private static Map<String, String> readByGetRecords(KinesisAsyncClient kinesis) {
    Map<String, String> found = new ConcurrentHashMap<>();
    for (var shard : kinesis.listShards(request -> request.streamName(STREAM)).join().shards()) {
      String iterator =
          kinesis
              .getShardIterator(
                  request ->
                      request
                          .streamName(STREAM)
                          .shardId(shard.shardId())
                          .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .join()
              .shardIterator();
      var page = kinesis.getRecords(request -> request.shardIterator(iterator)).join();
      for (var record : page.records()) {
        Duration age = Duration.between(record.approximateArrivalTimestamp(), Instant.now());
        check(age.abs().toMinutes() < 5, null);
        found.put(record.sequenceNumber(), record.data().asUtf8String());
      }
    }
    return found;
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void withKcl(KinesisAsyncClient kinesis, Work work) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    DynamoDBProxyServer server =
        ServerRunner.createServerFromCommandLineArgs(
            new String[] {"-inMemory", "-disableTelemetry", "-port", String.valueOf(port)});
    server.start();
    URI local = URI.create("http://127.0.0.1:" + port);
    DynamoDbAsyncClient dynamo = DynamoDbAsyncClient.builder().endpointOverride(local).build();
    // Needed to build the configuration; nothing is sent to it.
    CloudWatchAsyncClient metrics = CloudWatchAsyncClient.builder().endpointOverride(local).build();
    Scheduler scheduler = schedulerOf(kinesis, dynamo, metrics);
    Thread thread = new Thread(scheduler, "kcl");
    thread.setDaemon(true);
    thread.start();
    work.run();
    scheduler.startGracefulShutdown().get(30, TimeUnit.SECONDS);
    say("KCL has shut down");
    server.stop();
  }

  private static Scheduler schedulerOf(
      KinesisAsyncClient kinesis, DynamoDbAsyncClient dynamo, CloudWatchAsyncClient metrics) {
    var position =
        InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.TRIM_HORIZON);
    ConfigsBuilder configs =
        new ConfigsBuilder(
            new SingleStreamTracker(STREAM, position),
            "interop-kcl",
            kinesis,
            dynamo,
            metrics,
            "worker-1",
            Processor::new);
    return new Scheduler(
        configs.checkpointConfig(),
        configs.coordinatorConfig().parentShardPollIntervalMillis(500),
        configs.leaseManagementConfig().failoverTimeMillis(1_000).shardSyncIntervalMillis(2_000),
        configs.lifecycleConfig(),
        configs.metricsConfig().metricsFactory(new NullMetricsFactory()),
        configs.processorConfig(),
        configs.retrievalConfig());
  }

  private static final class Processor implements ShardRecordProcessor {
    private String shardId = "";

    @Override
    public void initialize(InitializationInput input) {
      shardId = input.shardId();
    }

    @Override
    public void processRecords(ProcessRecordsInput input) {
      for (var record : input.records()) {
        byte[] bytes = new byte[record.data().remaining()];
        record.data().get(bytes);
        read.put(record.sequenceNumber(), new String(bytes, StandardCharsets.UTF_8));
      }
    }

    @Override
    public void leaseLost(LeaseLostInput input) {}

    @Override
    public void shardEnded(ShardEndedInput input) {
      try {
        input.checkpointer().checkpoint();
        ended.add(shardId);
      } catch (Exception error) {
        say("no checkpoint at the end of " + shardId + ": " + error);
      }
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) {
      try {
        input.checkpointer().checkpoint();
      } catch (Exception error) {
        say("no checkpoint at the shutdown of " + shardId + ": " + error);
      }
    }
  }

  private static void until(String text, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) check(false, text);
      Thread.sleep(50);
    }
    say(text);
  }

  private static void check(boolean condition, String text) {
    if (!condition) {
      say("failed: " + text);
      System.exit(1);
    }
    if (text != null) say(text);
  }

  private static void say(String text) {
    System.out.println(text);
  }
}
