const truck = (driver: string, next: string): string =>
  '{"id":9007199254740993,"delta":-1,"speed":0.1,"lat":37.4,"label":"é\\n\\"x\\" 😀","raw":"AP8B",' +
  '"moving":true,"mac":"AQIDBA==","state":"IDLE","loads":[1,-64,64,-2147483648],' +
  '"counters":{"a":-9223372036854775808,"__proto__":9223372036854775807},' +
  `"driver":${driver},"either":5000000000,"price":-12345.67,"at":1763625600123,"next":${next},"nan":"NaN"}`;

/** What the values were that the other libraries encoded, as JSON with all digits. */
export const AVRO_LONE_JSON = truck('null', 'null');
export const AVRO_TRUCK_JSON = truck('"Ana"', AVRO_LONE_JSON);

export const PROTOBUF_TRUCK_JSON =
  '{"id":"t-1 é","odometer":-2,"big":9007199254740993,"zig":-9223372036854775808,' +
  '"fix":18446744073709551615,"sfix":-7,"speed":0.1,"lat":37.4,"raw":"AP8B","moving":true,' +
  '"state":"DRIVING","loads":[1,-1,300],"tags":["a","b"],"position":{"lat":1.5},' +
  '"counters":{"x":5,"__proto__":-1},"names":{"9007199254740993":"n"},"phone":"555"}';
