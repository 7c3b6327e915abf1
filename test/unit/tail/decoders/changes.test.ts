import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { builtInPipeline } from '../../../../src/tail/decoders/all.ts';
import type { Decoding } from '../../../../src/tail/decoding.ts';
import { outcome } from './outcome.ts';

const pipeline = builtInPipeline();
const encoder = new TextEncoder();

function decode(text: string): Decoding {
  return pipeline.decode(encoder.encode(text));
}

/** As DynamoDB writes it to Kinesis Data Streams. */
function dynamodbRecord(event: string, images: string): string {
  return (
    `{"awsRegion":"eu-west-1","eventID":"4e8c0c5a-2f6d-4b3e","eventName":"${event}",` +
    `"userIdentity":null,"recordFormat":"application/json","tableName":"orders",` +
    `"dynamodb":{"ApproximateCreationDateTime":1700000000123456,` +
    `"Keys":{"id":{"S":"o-1"}},${images}"SizeBytes":123,` +
    `"ApproximateCreationDateTimePrecision":"MICROSECOND"},"eventSource":"aws:dynamodb"}`
  );
}

describe('DynamoDB change records', () => {
  const oldImage =
    '"OldImage":{"id":{"S":"o-1"},"total":{"N":"12345678901234567890.1200"},"paid":{"BOOL":false}},';
  const newImage =
    '"NewImage":{"2":{"NULL":true},"1":{"N":"1E+2"},"odd":{"N":"+7"},' +
    '"tags":{"SS":["a","\\u00e4"]},"sizes":{"NS":["1.0","-2"]},"raw":{"B":"AQI="},' +
    '"raws":{"BS":["AQI=","Aw=="]},"list":{"L":[{"S":"x"},{"M":{"deep":{"L":[]}}}]}},';

  it('are unmarshalled with all their digits, and keep everything else', () => {
    const before = '{"id":"o-1","total":12345678901234567890.1200,"paid":false}';
    const after =
      '{"2":null,"1":1E+2,"odd":"+7","tags":["a","\\u00e4"],"sizes":[1.0,-2],"raw":"AQI=",' +
      '"raws":["AQI=","Aw=="],"list":["x",{"deep":[]}]}';
    const decoding = decode(dynamodbRecord('MODIFY', newImage + oldImage));
    assert.deepEqual(outcome(decoding), {
      kind: 'json',
      text: dynamodbRecord('MODIFY', `"NewImage":${after},"OldImage":${before},`).replace(
        '"Keys":{"id":{"S":"o-1"}}',
        '"Keys":{"id":"o-1"}',
      ),
      steps: ['JSON: decoded', 'DynamoDB: decoded: MODIFY in orders'],
    });
    assert.deepEqual(decoding.change, { before, after });
  });

  it('have the image that there is', () => {
    const insert = decode(dynamodbRecord('INSERT', '"NewImage":{"id":{"S":"o-1"}},'));
    assert.deepEqual(insert.change, { before: undefined, after: '{"id":"o-1"}' });
    const remove = decode(dynamodbRecord('REMOVE', '"OldImage":{"id":{"S":"o-1"}},'));
    assert.deepEqual(remove.change, { before: '{"id":"o-1"}', after: undefined });
    const keysOnly = decode(dynamodbRecord('MODIFY', ''));
    assert.equal(keysOnly.change, undefined);
    assert.equal(keysOnly.steps.at(-1)?.decoder, 'DynamoDB');
  });

  it('stay JSON where an attribute is none', () => {
    for (const wrong of ['{"S":"a","N":"1"}', '{}', '{"X":"a"}', '"a"', '{"N":1}', '{"L":{}}']) {
      const text = dynamodbRecord('MODIFY', `"NewImage":{"a":${wrong}},`);
      const { kind, text: shown, steps } = outcome(decode(text));
      assert.deepEqual([kind, shown, steps], ['json', text, ['JSON: decoded']], wrong);
    }
    const deep = `{"L":[`.repeat(150) + '{"S":"x"}' + ']}'.repeat(150);
    assert.equal(decode(dynamodbRecord('MODIFY', `"NewImage":{"a":${deep}},`)).kind, 'json');
  });
});

/** As AWS Database Migration Service writes it to Kinesis Data Streams. */
function dmsRecord(operation: string, parts: string): string {
  return (
    `{\n\t"data":\t{"EMPLOYEE_ID":8,"SALARY":100000.50},${parts}\n\t"metadata":\t{` +
    `"timestamp":"2026-03-01T12:04:31.207Z","record-type":"data","operation":"${operation}",` +
    `"partition-key-type":"schema-table","schema-name":"hr","table-name":"employees",` +
    `"transaction-id":38654705723}\n}`
  );
}

describe('DMS change records', () => {
  const data = '{"EMPLOYEE_ID":8,"SALARY":100000.50}';

  it('say what the row was before and after, as far as they have it', () => {
    const image = '"before-image":{"SALARY":90000.00},';
    const changes = (
      [
        ['load', ''],
        ['insert', ''],
        ['update', ''],
        ['update', image],
        ['delete', ''],
      ] as const
    ).map(([operation, parts]) => {
      const text = dmsRecord(operation, parts);
      const decoding = decode(text);
      assert.deepEqual(outcome(decoding), {
        kind: 'json',
        text,
        steps: ['JSON: decoded', `DMS: decoded: ${operation} in hr.employees`],
      });
      return decoding.change;
    });
    assert.deepEqual(changes, [
      { before: undefined, after: data },
      { before: undefined, after: data },
      { before: undefined, after: data },
      { before: '{"SALARY":90000.00}', after: data },
      { before: data, after: undefined },
    ]);
  });

  it('name what a control record does', () => {
    const text =
      '{"control":{},"metadata":{"record-type":"control","operation":"create-table",' +
      '"schema-name":"hr","table-name":"employees"}}';
    const decoding = decode(text);
    assert.equal(decoding.steps.at(-1)?.note, 'create-table in hr.employees');
    assert.equal(decoding.change, undefined);
  });
});

describe('CloudWatch Logs', () => {
  it('says what the envelope holds', () => {
    const envelope = (type: string, events: string): string =>
      `{"messageType":"${type}","owner":"123456789012","logGroup":"/aws/lambda/f",` +
      `"logStream":"2026/03/01/[$LATEST]ab","subscriptionFilters":["all"],"logEvents":[${events}]}`;
    const event = '{"id":"1","timestamp":1510254469274,"message":"{\\"a\\":1}"}';
    const notes = [
      envelope('DATA_MESSAGE', event),
      envelope('DATA_MESSAGE', `${event},${event}`),
      envelope('CONTROL_MESSAGE', event),
    ].map((text) => {
      const { kind, text: shown, steps } = outcome(decode(text));
      assert.deepEqual([kind, shown], ['json', text]);
      return steps.at(-1);
    });
    assert.deepEqual(notes, [
      'CloudWatch Logs: decoded: 1 log event of /aws/lambda/f, 2026/03/01/[$LATEST]ab',
      'CloudWatch Logs: decoded: 2 log events of /aws/lambda/f, 2026/03/01/[$LATEST]ab',
      'CloudWatch Logs: decoded: A control message: CloudWatch Logs tries whether it may put records',
    ]);
  });
});
