import type { ProducerKind } from '../../protocol/engine/control.ts';
import { createClicksGenerator } from './clicks.ts';
import type { GeneratorFactory, RecordGenerator } from './generator.ts';
import { createGpsGenerator } from './gps.ts';
import { KeyPicker } from './keyPicker.ts';
import { createLogsGenerator } from './logs.ts';
import { SeededRandom } from './random.ts';
import { createTransactionsGenerator } from './transactions.ts';

/** Every kind of producer. A new kind is a file, a line here and a word in `PRODUCER_KINDS`. */
const FACTORIES: Readonly<Record<ProducerKind, GeneratorFactory>> = {
  gps: createGpsGenerator,
  transactions: createTransactionsGenerator,
  clicks: createClicksGenerator,
  logs: createLogsGenerator,
};

export function createGenerator(options: {
  readonly kind: ProducerKind;
  readonly seed: number;
  readonly keys: number;
  readonly keySkew: number;
}): RecordGenerator {
  const random = new SeededRandom(options.seed);
  const picker = new KeyPicker(random, options);
  return FACTORIES[options.kind]({
    random,
    keys: options.keys,
    pickKey: () => picker.pick(),
  });
}
