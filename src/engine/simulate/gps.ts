import { type GeneratorFactory, isoTime, jsonRecord, keyName, roundTo } from './generator.ts';
import type { SeededRandom } from './random.ts';

/** Where trucks begin, as latitude and longitude: freight hubs with land around them. */
const HUBS: readonly [Position, ...Position[]] = [
  { latitude: 51.34, longitude: 12.37 },
  { latitude: 50.11, longitude: 8.68 },
  { latitude: 48.14, longitude: 11.58 },
  { latitude: 47.05, longitude: 2.4 },
  { latitude: 52.23, longitude: 21.01 },
  { latitude: 40.42, longitude: -3.7 },
];

const KM_PER_DEGREE = 111.32;
const HUB_RADIUS_DEGREES = 1.5;
/** A truck that strays further from where it began turns back. */
const RANGE_DEGREES = 4;
const SPEED_MAX_KMH = 95;
/** A truck that was not heard of for longer is taken to have stood still in the meantime. */
const STEP_MAX_MS = 120_000;
const FUEL_PERCENT_PER_KM = 0.07;
const AMBIENT_CELSIUS = 18;

interface Position {
  latitude: number;
  longitude: number;
}

interface Truck extends Position {
  readonly home: Position;
  headingDegrees: number;
  speedKmh: number;
  fuelPercent: number;
  engineCelsius: number;
  odometerKm: number;
  stopsUntilMs: number;
  lastMs: number;
}

/** Trucks that drive along slowly turning headings, stop now and then, warm up and refuel. */
export const createGpsGenerator: GeneratorFactory = ({ random, pickKey }) => {
  const trucks = new Map<number, Truck>();
  return {
    next({ logicalMs, wallMs }) {
      const index = pickKey();
      let truck = trucks.get(index);
      if (truck === undefined) {
        truck = parkedTruck(random, logicalMs);
        trucks.set(index, truck);
      } else {
        drive(truck, random, logicalMs);
      }
      const truckId = keyName('truck', index);
      return jsonRecord(truckId, {
        truckId,
        timestamp: isoTime(wallMs),
        latitude: roundTo(truck.latitude, 6),
        longitude: roundTo(truck.longitude, 6),
        headingDegrees: Math.floor(truck.headingDegrees),
        speedKmh: roundTo(truck.speedKmh, 1),
        fuelPercent: roundTo(truck.fuelPercent, 1),
        engineCelsius: roundTo(truck.engineCelsius, 1),
        odometerKm: roundTo(truck.odometerKm, 2),
        status: truck.stopsUntilMs > logicalMs ? 'stopped' : 'driving',
      });
    },
  };
};

function parkedTruck(random: SeededRandom, nowMs: number): Truck {
  const hub = random.pick(HUBS);
  const home = {
    latitude: hub.latitude + random.between(-HUB_RADIUS_DEGREES, HUB_RADIUS_DEGREES),
    longitude: hub.longitude + random.between(-HUB_RADIUS_DEGREES, HUB_RADIUS_DEGREES),
  };
  return {
    ...home,
    home,
    headingDegrees: random.between(0, 360),
    speedKmh: random.between(40, 85),
    fuelPercent: random.between(30, 100),
    engineCelsius: random.between(70, 90),
    odometerKm: random.between(5_000, 400_000),
    stopsUntilMs: 0,
    lastMs: nowMs,
  };
}

function drive(truck: Truck, random: SeededRandom, nowMs: number): void {
  const seconds = Math.min(nowMs - truck.lastMs, STEP_MAX_MS) / 1000;
  truck.lastMs = nowMs;
  steer(truck, random, seconds);
  changeSpeed(truck, random, { seconds, nowMs });
  const km = (truck.speedKmh * seconds) / 3600;
  const heading = (truck.headingDegrees * Math.PI) / 180;
  truck.latitude += (km * Math.cos(heading)) / KM_PER_DEGREE;
  truck.longitude +=
    (km * Math.sin(heading)) / (KM_PER_DEGREE * Math.cos((truck.latitude * Math.PI) / 180));
  truck.odometerKm += km;
  truck.fuelPercent -= km * FUEL_PERCENT_PER_KM;
  if (truck.fuelPercent < 8) truck.fuelPercent = 100;
  const engineTarget = AMBIENT_CELSIUS + 60 + truck.speedKmh * 0.15;
  truck.engineCelsius += (engineTarget - truck.engineCelsius) * Math.min(1, seconds / 60);
}

/** A random walk of the heading, or the way home when the truck has gone too far. */
function steer(truck: Truck, random: SeededRandom, seconds: number): void {
  const north = truck.home.latitude - truck.latitude;
  const east = truck.home.longitude - truck.longitude;
  const turnDegrees = random.between(-6, 6) * Math.min(1, Math.sqrt(seconds));
  const wanted =
    Math.hypot(north, east) > RANGE_DEGREES
      ? (Math.atan2(east, north) * 180) / Math.PI
      : truck.headingDegrees + turnDegrees;
  truck.headingDegrees = ((wanted % 360) + 360) % 360;
}

function changeSpeed(
  truck: Truck,
  random: SeededRandom,
  step: { seconds: number; nowMs: number },
): void {
  if (truck.stopsUntilMs > step.nowMs) {
    truck.speedKmh = 0;
    return;
  }
  if (random.chance(Math.min(0.05, step.seconds / 1_200))) {
    truck.stopsUntilMs = step.nowMs + random.between(30_000, 300_000);
    truck.speedKmh = 0;
    return;
  }
  // A loaded truck gains or loses about 3 km/h a second.
  const change = random.between(-1, 1.2) * 3 * Math.min(step.seconds, 10);
  truck.speedKmh = Math.min(SPEED_MAX_KMH, Math.max(5, truck.speedKmh + change));
}
