/**
 * Encodings that other libraries made, in base64: Avro by Apache Avro 1.11.4 for Java, Protobuf by
 * protobuf-java 4.27.5 (DynamicMessage), and the frames of Glue by AWS's own serializers
 * (schema-registry-serde 1.1.27: SerializationDataEncoder and ProtobufWireFormatEncoder).
 */
/** The schema version that the frames name. */
export const GLUE_VERSION_ID = 'b7b4a7f0-9c96-4e4a-a687-fb5de9ef0c63';

export const TRUCK_AVSC = JSON.stringify({
  type: 'record',
  name: 'Truck',
  namespace: 'com.acme',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'delta', type: 'int' },
    { name: 'speed', type: 'float' },
    { name: 'lat', type: 'double' },
    { name: 'label', type: { type: 'string', 'avro.java.string': 'String' } },
    { name: 'raw', type: 'bytes' },
    { name: 'moving', type: 'boolean' },
    { name: 'mac', type: { type: 'fixed', name: 'Mac', size: 4 } },
    { name: 'state', type: { type: 'enum', name: 'State', symbols: ['DRIVING', 'IDLE'] } },
    { name: 'loads', type: { type: 'array', items: 'int' } },
    { name: 'counters', type: { type: 'map', values: 'long' } },
    { name: 'driver', type: ['null', 'string'], default: null },
    { name: 'either', type: ['int', 'long'] },
    { name: 'price', type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 } },
    { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'next', type: ['null', 'Truck'], default: null },
    { name: 'nan', type: 'double' },
  ],
});

export const FLEET_PROTO = `syntax = "proto3";
package acme.fleet;

enum State { UNKNOWN = 0; DRIVING = 1; }

message Zebra { string z = 1; message Alpha { int32 a = 1; } }

message Truck {
  string id = 1;
  int64 odometer = 2;
  uint64 big = 3;
  sint64 zig = 4;
  fixed64 fix = 5;
  sfixed64 sfix = 6;
  float speed = 7;
  double lat = 8;
  bytes raw = 9;
  bool moving = 10;
  State state = 11;
  repeated int32 loads = 12;
  repeated string tags = 13;
  message Position { double lat = 1; }
  Position position = 14;
  map<string, int64> counters = 15;
  map<uint64, string> names = 16;
  oneof contact { string phone = 17; string mail = 18; }
}
`;

export const AVRO_TRUCK = [
  'goCAgICAgCABzczMPTMzMzMzs0JAFsOpCiJ4IiDwn5iABgD/AQEBAgMEAggCf4AB/////w8ABAJh////////////ARJfX3By',
  'b3RvX1/+//////////8BAAIGQW5hAoDIr6AlBu0pefaRuITUZgKCgICAgICAIAHNzMw9MzMzMzOzQkAWw6kKIngiIPCfmIAG',
  'AP8BAQECAwQCCAJ/gAH/////DwAEAmH///////////8BEl9fcHJvdG9fX/7//////////wEAAAKAyK+gJQbtKXn2kbiE1GYA',
  'AAAAAAAA+H8AAAAAAAD4fw==',
].join('');

export const AVRO_FILE = [
  'T2JqAQQWYXZyby5zY2hlbWG2DnsidHlwZSI6InJlY29yZCIsIm5hbWUiOiJUcnVjayIsIm5hbWVzcGFjZSI6ImNvbS5hY21l',
  'IiwiZmllbGRzIjpbeyJuYW1lIjoiaWQiLCJ0eXBlIjoibG9uZyJ9LHsibmFtZSI6ImRlbHRhIiwidHlwZSI6ImludCJ9LHsi',
  'bmFtZSI6InNwZWVkIiwidHlwZSI6ImZsb2F0In0seyJuYW1lIjoibGF0IiwidHlwZSI6ImRvdWJsZSJ9LHsibmFtZSI6Imxh',
  'YmVsIiwidHlwZSI6eyJ0eXBlIjoic3RyaW5nIiwiYXZyby5qYXZhLnN0cmluZyI6IlN0cmluZyJ9fSx7Im5hbWUiOiJyYXci',
  'LCJ0eXBlIjoiYnl0ZXMifSx7Im5hbWUiOiJtb3ZpbmciLCJ0eXBlIjoiYm9vbGVhbiJ9LHsibmFtZSI6Im1hYyIsInR5cGUi',
  'OnsidHlwZSI6ImZpeGVkIiwibmFtZSI6Ik1hYyIsInNpemUiOjR9fSx7Im5hbWUiOiJzdGF0ZSIsInR5cGUiOnsidHlwZSI6',
  'ImVudW0iLCJuYW1lIjoiU3RhdGUiLCJzeW1ib2xzIjpbIkRSSVZJTkciLCJJRExFIl19fSx7Im5hbWUiOiJsb2FkcyIsInR5',
  'cGUiOnsidHlwZSI6ImFycmF5IiwiaXRlbXMiOiJpbnQifX0seyJuYW1lIjoiY291bnRlcnMiLCJ0eXBlIjp7InR5cGUiOiJt',
  'YXAiLCJ2YWx1ZXMiOiJsb25nIn19LHsibmFtZSI6ImRyaXZlciIsInR5cGUiOlsibnVsbCIsInN0cmluZyJdLCJkZWZhdWx0',
  'IjpudWxsfSx7Im5hbWUiOiJlaXRoZXIiLCJ0eXBlIjpbImludCIsImxvbmciXX0seyJuYW1lIjoicHJpY2UiLCJ0eXBlIjp7',
  'InR5cGUiOiJieXRlcyIsImxvZ2ljYWxUeXBlIjoiZGVjaW1hbCIsInByZWNpc2lvbiI6OSwic2NhbGUiOjJ9fSx7Im5hbWUi',
  'OiJhdCIsInR5cGUiOnsidHlwZSI6ImxvbmciLCJsb2dpY2FsVHlwZSI6InRpbWVzdGFtcC1taWxsaXMifX0seyJuYW1lIjoi',
  'bmV4dCIsInR5cGUiOlsibnVsbCIsIlRydWNrIl0sImRlZmF1bHQiOm51bGx9LHsibmFtZSI6Im5hbiIsInR5cGUiOiJkb3Vi',
  'bGUifV19FGF2cm8uY29kZWMIbnVsbAAAAAAAAAAAAAAAAAAAAAAABLQFgoCAgICAgCABzczMPTMzMzMzs0JAFsOpCiJ4IiDw',
  'n5iABgD/AQEBAgMEAggCf4AB/////w8ABAJh////////////ARJfX3Byb3RvX1/+//////////8BAAACgMivoCUG7Sl59pG4',
  'hNRmAAAAAAAAAPh/goCAgICAgCABzczMPTMzMzMzs0JAFsOpCiJ4IiDwn5iABgD/AQEBAgMEAggCf4AB/////w8ABAJh////',
  '////////ARJfX3Byb3RvX1/+//////////8BAAIGQW5hAoDIr6AlBu0pefaRuITUZgKCgICAgICAIAHNzMw9MzMzMzOzQkAW',
  'w6kKIngiIPCfmIAGAP8BAQECAwQCCAJ/gAH/////DwAEAmH///////////8BEl9fcHJvdG9fX/7//////////wEAAAKAyK+g',
  'JQbtKXn2kbiE1GYAAAAAAAAA+H8AAAAAAAD4fwAAAAAAAAAAAAAAAAAAAAAC5AGCgICAgICAIAHNzMw9MzMzMzOzQkAWw6kK',
  'IngiIPCfmIAGAP8BAQECAwQCCAJ/gAH/////DwAEAmH///////////8BEl9fcHJvdG9fX/7//////////wEAAAKAyK+gJQbt',
  'KXn2kbiE1GYAAAAAAAAA+H8AAAAAAAAAAAAAAAAAAAAA',
].join('');

export const AVRO_FILE_DEFLATE = [
  'T2JqAQQWYXZyby5zY2hlbWG2DnsidHlwZSI6InJlY29yZCIsIm5hbWUiOiJUcnVjayIsIm5hbWVzcGFjZSI6ImNvbS5hY21l',
  'IiwiZmllbGRzIjpbeyJuYW1lIjoiaWQiLCJ0eXBlIjoibG9uZyJ9LHsibmFtZSI6ImRlbHRhIiwidHlwZSI6ImludCJ9LHsi',
  'bmFtZSI6InNwZWVkIiwidHlwZSI6ImZsb2F0In0seyJuYW1lIjoibGF0IiwidHlwZSI6ImRvdWJsZSJ9LHsibmFtZSI6Imxh',
  'YmVsIiwidHlwZSI6eyJ0eXBlIjoic3RyaW5nIiwiYXZyby5qYXZhLnN0cmluZyI6IlN0cmluZyJ9fSx7Im5hbWUiOiJyYXci',
  'LCJ0eXBlIjoiYnl0ZXMifSx7Im5hbWUiOiJtb3ZpbmciLCJ0eXBlIjoiYm9vbGVhbiJ9LHsibmFtZSI6Im1hYyIsInR5cGUi',
  'OnsidHlwZSI6ImZpeGVkIiwibmFtZSI6Ik1hYyIsInNpemUiOjR9fSx7Im5hbWUiOiJzdGF0ZSIsInR5cGUiOnsidHlwZSI6',
  'ImVudW0iLCJuYW1lIjoiU3RhdGUiLCJzeW1ib2xzIjpbIkRSSVZJTkciLCJJRExFIl19fSx7Im5hbWUiOiJsb2FkcyIsInR5',
  'cGUiOnsidHlwZSI6ImFycmF5IiwiaXRlbXMiOiJpbnQifX0seyJuYW1lIjoiY291bnRlcnMiLCJ0eXBlIjp7InR5cGUiOiJt',
  'YXAiLCJ2YWx1ZXMiOiJsb25nIn19LHsibmFtZSI6ImRyaXZlciIsInR5cGUiOlsibnVsbCIsInN0cmluZyJdLCJkZWZhdWx0',
  'IjpudWxsfSx7Im5hbWUiOiJlaXRoZXIiLCJ0eXBlIjpbImludCIsImxvbmciXX0seyJuYW1lIjoicHJpY2UiLCJ0eXBlIjp7',
  'InR5cGUiOiJieXRlcyIsImxvZ2ljYWxUeXBlIjoiZGVjaW1hbCIsInByZWNpc2lvbiI6OSwic2NhbGUiOjJ9fSx7Im5hbWUi',
  'OiJhdCIsInR5cGUiOnsidHlwZSI6ImxvbmciLCJsb2dpY2FsVHlwZSI6InRpbWVzdGFtcC1taWxsaXMifX0seyJuYW1lIjoi',
  'bmV4dCIsInR5cGUiOlsibnVsbCIsIlRydWNrIl0sImRlZmF1bHQiOm51bGx9LHsibmFtZSI6Im5hbiIsInR5cGUiOiJkb3Vi',
  'bGUifV19FGF2cm8uY29kZWMOZGVmbGF0ZQAAAAAAAAAAAAAAAAAAAAAABN4Ba2oAAwXGs2fO2BqDwGYnB7HDK7mUKpQUPsyf',
  '0cDG8J+RkZGJmYWJg6m+gfE/EPAzsDAl/ocBRqH4+IKi/JL8+Ph/cDEGBqaGE+sXqLK91az8NnFHy5U0Bgj4Ud9EIxuZ2Bzz',
  'EtFtZaKVbbj9B6MBAAAAAAAAAAAAAAAAAAAAAAK6AWtqAAMFxrNnztgag8BmJwexwyu5lCqUFD7Mn9HAxvCfkZGRiZmFiYOp',
  'voHxPxDwM7AwJf6HAUah+PiCovyS/Pj4f3AxBgamhhPrF6iyvdWs/DZxR8uVNAYI+FEPAAAAAAAAAAAAAAAAAAAAAAA=',
].join('');

export const GLUE_AVRO = [
  'AwC3tKfwnJZOSqaH+13p7wxjgoCAgICAgCABzczMPTMzMzMzs0JAFsOpCiJ4IiDwn5iABgD/AQEBAgMEAggCf4AB/////w8A',
  'BAJh////////////ARJfX3Byb3RvX1/+//////////8BAAIGQW5hAoDIr6AlBu0pefaRuITUZgKCgICAgICAIAHNzMw9MzMz',
  'MzOzQkAWw6kKIngiIPCfmIAGAP8BAQECAwQCCAJ/gAH/////DwAEAmH///////////8BEl9fcHJvdG9fX/7//////////wEA',
  'AAKAyK+gJQbtKXn2kbiE1GYAAAAAAAAA+H8AAAAAAAD4fw==',
].join('');

export const GLUE_AVRO_ZLIB = [
  'AwW3tKfwnJZOSqaH+13p7wxjeJxragADBcazZ87YGoPAZicHscMruZQqlBQ+zJ/RwMbwn5GRkYmZhYmDqb6B8T8Q8DOwMCX+',
  'hwFGofj4gqL8kvz4+H9wMQYmNse8RKaGE+sXqLK91az8NnFHy5U0piYa2caAbhMDBPyoh9EAYmFoOQ==',
].join('');

export const GLUE_JSON_ZLIB = [
  'AwW3tKfwnJZOSqaH+13p7wxjeJyrViouSE1NUbKyMNZRygTSlgYG5oaWlkamJuYmBpaWxrUApGUIuA==',
].join('');

export const PROTOBUF_TRUCK = [
  'CgZ0LTEgw6kQ/v//////////ARiBgICAgICAECD///////////8BKf//////////Mfn/////////Pc3MzD1BMzMzMzOzQkBK',
  'AwD/AVABWAFiDQH///////////8BrAJqAWFqAWJyCQkAAAAAAAD4P3oFCgF4EAV6FgoJX19wcm90b19fEP///////////wGC',
  'AQwIgYCAgICAgBASAW6KAQM1NTW4Pio=',
].join('');

export const PROTOBUF_POSITION = ['CQAAAAAAAARA'].join('');

export const GLUE_PROTOBUF_TRUCK = [
  'AwC3tKfwnJZOSqaH+13p7wxjAAoGdC0xIMOpEP7//////////wEYgYCAgICAgBAg////////////ASn//////////zH5////',
  '/////z3NzMw9QTMzMzMzs0JASgMA/wFQAVgBYg0B////////////AawCagFhagFicgkJAAAAAAAA+D96BQoBeBAFehYKCV9f',
  'cHJvdG9fXxD///////////8BggEMCIGAgICAgIAQEgFuigEDNTU1uD4q',
].join('');

export const GLUE_PROTOBUF_POSITION_ZLIB = ['AwW3tKfwnJZOSqaH+13p7wxjeJxj5mQAAxYHAADBAFE='].join(
  '',
);
