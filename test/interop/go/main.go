// The Go SDK against the local engine: JSON over HTTP/1.1, and enhanced fan-out.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/kinesis"
	"github.com/aws/aws-sdk-go-v2/service/kinesis/types"
)

const (
	stream  = "interop-go"
	records = 200
	// Between two looks at a state: the waiters' own is ten seconds.
	pause = 100 * time.Millisecond
)

var client *kinesis.Client

// What a shard holds: sequence numbers and data, by shard.
type contents map[string][]string

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	shared, err := config.LoadDefaultConfig(ctx)
	must(err)
	client = kinesis.NewFromConfig(shared, func(options *kinesis.Options) {
		options.BaseEndpoint = aws.String(os.Getenv("KINESIS_ENDPOINT"))
	})

	_, err = client.CreateStream(ctx, &kinesis.CreateStreamInput{
		StreamName: aws.String(stream), ShardCount: aws.Int32(2),
	})
	must(err)
	description, err := kinesis.NewStreamExistsWaiter(client, func(options *kinesis.StreamExistsWaiterOptions) {
		options.MinDelay = pause
	}).WaitForOutput(ctx, &kinesis.DescribeStreamInput{StreamName: aws.String(stream)}, time.Minute)
	must(err)
	fmt.Println("the stream is", description.StreamDescription.StreamStatus)

	events, stop := subscribe(ctx, description.StreamDescription)
	sent := put(ctx)
	check(reflect.DeepEqual(read(ctx), sent), "read back what was put, in the order of each shard")
	check(reflect.DeepEqual(pushed(ctx, events), sent), "were pushed the same by SubscribeToShard")
	stop()

	_, err = client.DescribeStream(ctx, &kinesis.DescribeStreamInput{StreamName: aws.String("absent")})
	var notFound *types.ResourceNotFoundException
	check(errors.As(err, &notFound), "got ResourceNotFoundException for an absent stream")

	_, err = client.DeleteStream(ctx, &kinesis.DeleteStreamInput{
		StreamName: aws.String(stream), EnforceConsumerDeletion: aws.Bool(true),
	})
	must(err)
	must(kinesis.NewStreamNotExistsWaiter(client, func(options *kinesis.StreamNotExistsWaiterOptions) {
		options.MinDelay = pause
	}).Wait(ctx, &kinesis.DescribeStreamInput{StreamName: aws.String(stream)}, time.Minute))
	fmt.Println("deleted the stream")
}

func put(ctx context.Context) contents {
	entries := make([]types.PutRecordsRequestEntry, records)
	for index := range entries {
		entries[index] = types.PutRecordsRequestEntry{
			Data:         []byte(fmt.Sprintf("record %d é", index)),
			PartitionKey: aws.String(fmt.Sprintf("key-%d", index)),
		}
	}
	answer, err := client.PutRecords(ctx, &kinesis.PutRecordsInput{
		StreamName: aws.String(stream), Records: entries,
	})
	must(err)
	check(*answer.FailedRecordCount == 0, "had no record refused")
	sent := contents{}
	for index, result := range answer.Records {
		sent.add(*result.ShardId, *result.SequenceNumber, entries[index].Data)
	}
	return sent
}

func read(ctx context.Context) contents {
	found := contents{}
	shards, err := client.ListShards(ctx, &kinesis.ListShardsInput{StreamName: aws.String(stream)})
	must(err)
	for _, shard := range shards.Shards {
		iterator, err := client.GetShardIterator(ctx, &kinesis.GetShardIteratorInput{
			StreamName: aws.String(stream), ShardId: shard.ShardId,
			ShardIteratorType: types.ShardIteratorTypeTrimHorizon,
		})
		must(err)
		page, err := client.GetRecords(ctx, &kinesis.GetRecordsInput{
			ShardIterator: iterator.ShardIterator,
		})
		must(err)
		for _, record := range page.Records {
			found.add(*shard.ShardId, *record.SequenceNumber, record.Data)
		}
	}
	return found
}

type event struct {
	shardID string
	record  types.Record
}

// Follows every shard from its latest record on; the function ends that.
func subscribe(ctx context.Context, description *types.StreamDescription) (<-chan event, func()) {
	registered, err := client.RegisterStreamConsumer(ctx, &kinesis.RegisterStreamConsumerInput{
		StreamARN: description.StreamARN, ConsumerName: aws.String("fan-out"),
	})
	must(err)
	status := registered.Consumer.ConsumerStatus
	for status != types.ConsumerStatusActive {
		time.Sleep(pause)
		answer, err := client.DescribeStreamConsumer(ctx, &kinesis.DescribeStreamConsumerInput{
			ConsumerARN: registered.Consumer.ConsumerARN,
		})
		must(err)
		status = answer.ConsumerDescription.ConsumerStatus
	}
	events := make(chan event, records)
	var streams []*kinesis.SubscribeToShardEventStream
	for _, shard := range description.Shards {
		answer, err := client.SubscribeToShard(ctx, &kinesis.SubscribeToShardInput{
			ConsumerARN: registered.Consumer.ConsumerARN, ShardId: shard.ShardId,
			StartingPosition: &types.StartingPosition{Type: types.ShardIteratorTypeLatest},
		})
		must(err)
		streams = append(streams, answer.GetStream())
		go func() {
			for message := range answer.GetStream().Events() {
				pushed, isRecords := message.(*types.SubscribeToShardEventStreamMemberSubscribeToShardEvent)
				if !isRecords {
					continue
				}
				for _, record := range pushed.Value.Records {
					events <- event{*shard.ShardId, record}
				}
			}
			if err := answer.GetStream().Err(); err != nil {
				fmt.Println("the subscription to", *shard.ShardId, "ended:", err)
			}
		}()
	}
	return events, func() {
		for _, stream := range streams {
			must(stream.Close())
		}
	}
}

func pushed(ctx context.Context, events <-chan event) contents {
	found := contents{}
	for count := 0; count < records; count++ {
		select {
		case next := <-events:
			found.add(next.shardID, *next.record.SequenceNumber, next.record.Data)
		case <-ctx.Done():
			check(false, fmt.Sprintf("were pushed %d records of %d", count, records))
		}
	}
	return found
}

func (c contents) add(shardID, sequenceNumber string, data []byte) {
	c[shardID] = append(c[shardID], sequenceNumber+" "+string(data))
}

func check(condition bool, text string) {
	if !condition {
		fmt.Println("failed:", text)
		os.Exit(1)
	}
	fmt.Println(text)
}

func must(err error) {
	if err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
}
