import { formatMebibytes } from './size.ts';

/** Builds a JSON text piece by piece, so that numbers keep their digits; throws when it is too long. */
export class JsonWriter {
  private readonly charsMax: number;
  private readonly parts: string[] = [];
  private chars = 0;

  constructor(charsMax: number) {
    this.charsMax = charsMax;
  }

  get text(): string {
    return this.parts.join('');
  }

  /** Of JSON as it stands. */
  push(json: string): void {
    this.chars += json.length;
    if (this.chars > this.charsMax) {
      throw new Error(`Its JSON is larger than ${formatMebibytes(this.charsMax)}`);
    }
    this.parts.push(json);
  }

  string(text: string): void {
    this.push(JSON.stringify(text));
  }

  base64(bytes: Uint8Array): void {
    this.push(
      `"${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}"`,
    );
  }
}
