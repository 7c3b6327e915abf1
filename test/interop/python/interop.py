"""boto3 against the local engine: JSON over HTTP/1.1, and enhanced fan-out over HTTP/1.1 too."""

import os
import sys
import threading
import time

import boto3

STREAM = "interop-python"
RECORDS = 200

kinesis = boto3.client("kinesis", endpoint_url=os.environ["KINESIS_ENDPOINT"])


def main():
    kinesis.create_stream(StreamName=STREAM, ShardCount=2)
    kinesis.get_waiter("stream_exists").wait(
        StreamName=STREAM, WaiterConfig={"Delay": 1, "MaxAttempts": 30}
    )
    summary = kinesis.describe_stream_summary(StreamName=STREAM)["StreamDescriptionSummary"]
    say("the stream is " + summary["StreamStatus"])

    with subscription(summary["StreamARN"]) as pushed:
        sent = put()
        say(f"put {sum(map(len, sent.values()))} records into {len(sent)} shards")
        check(read_all() == sent, "read back what was put, in the order of each shard")
        check(pushed.wait_for(sent), "were pushed the same by SubscribeToShard")

    try:
        kinesis.describe_stream(StreamName="absent")
        check(False, "an absent stream must not be described")
    except kinesis.exceptions.ResourceNotFoundException as error:
        check("not found" in str(error), "got ResourceNotFoundException for an absent stream")

    kinesis.delete_stream(StreamName=STREAM, EnforceConsumerDeletion=True)
    kinesis.get_waiter("stream_not_exists").wait(
        StreamName=STREAM, WaiterConfig={"Delay": 1, "MaxAttempts": 30}
    )
    say("deleted the stream")


def put():
    """Gives what was sent, by shard, as (sequence number, data)."""
    entries = [
        {"Data": f"record {index} é".encode(), "PartitionKey": f"key-{index}"}
        for index in range(RECORDS)
    ]
    answer = kinesis.put_records(StreamName=STREAM, Records=entries)
    check(answer["FailedRecordCount"] == 0, "had no record refused")
    sent = {}
    for entry, result in zip(entries, answer["Records"]):
        sent.setdefault(result["ShardId"], []).append((result["SequenceNumber"], entry["Data"]))
    return sent


def read_all():
    read = {}
    for shard in kinesis.list_shards(StreamName=STREAM)["Shards"]:
        iterator = kinesis.get_shard_iterator(
            StreamName=STREAM, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        page = kinesis.get_records(ShardIterator=iterator)
        read[shard["ShardId"]] = [(r["SequenceNumber"], r["Data"]) for r in page["Records"]]
    return read


class subscription:
    """Both shards by enhanced fan-out, each read in a thread."""

    def __init__(self, stream_arn):
        self.stream_arn = stream_arn
        self.read = {}
        self.streams = []
        self.closing = False

    def __enter__(self):
        consumer = kinesis.register_stream_consumer(
            StreamARN=self.stream_arn, ConsumerName="fan-out"
        )["Consumer"]
        while consumer["ConsumerStatus"] != "ACTIVE":
            time.sleep(0.1)
            consumer = kinesis.describe_stream_consumer(ConsumerARN=consumer["ConsumerARN"])[
                "ConsumerDescription"
            ]
        for shard in kinesis.list_shards(StreamName=STREAM)["Shards"]:
            stream = kinesis.subscribe_to_shard(
                ConsumerARN=consumer["ConsumerARN"],
                ShardId=shard["ShardId"],
                StartingPosition={"Type": "LATEST"},
            )["EventStream"]
            self.streams.append(stream)
            threading.Thread(
                target=self.follow, args=(shard["ShardId"], stream), daemon=True
            ).start()
        return self

    def follow(self, shard_id, stream):
        try:
            for event in stream:
                records = event["SubscribeToShardEvent"]["Records"]
                self.read.setdefault(shard_id, []).extend(
                    (r["SequenceNumber"], r["Data"]) for r in records
                )
        except Exception:
            # Closing a stream that is being read ends the reading in one of several ways.
            if not self.closing:
                raise

    def wait_for(self, sent):
        deadline = time.monotonic() + 20
        while self.read != sent and time.monotonic() < deadline:
            time.sleep(0.05)
        return self.read == sent

    def __exit__(self, *_):
        self.closing = True
        for stream in self.streams:
            stream.close()


def check(condition, text):
    if not condition:
        sys.exit("failed: " + text)
    say(text)


def say(text):
    print(text, flush=True)


main()
