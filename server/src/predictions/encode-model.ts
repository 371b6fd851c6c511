import type { Model } from './model.js';

/** "HSPM", and the version of what follows: the length of the JSON, the JSON, and the arrays it refers to. */
const MAGIC = 0x4d505348;
const FORMAT = 1;
const HEADER = 12;
const ALIGNED = 8;

const KINDS = { Float64Array, Float32Array, Int32Array, Uint8Array } as const;
type Kind = keyof typeof KINDS;
type Numbers = InstanceType<(typeof KINDS)[Kind]>;
type Reference = { $array: Kind; at: number; length: number };

/** The model as bytes, little-endian: the same model, the same bytes. */
export function encodeModel(model: Model): Uint8Array {
  const arrays: Numbers[] = [];
  let end = 0;
  const json = JSON.stringify(model, (_, value: unknown) => {
    const kind = kindOf(value);
    if (kind === undefined) return value;
    const numbers = value as Numbers;
    const reference: Reference = { $array: kind, at: end, length: numbers.length };
    arrays.push(numbers);
    end = aligned(end + numbers.byteLength);
    return reference;
  });
  const head = new TextEncoder().encode(json);
  const first = aligned(HEADER + head.length);
  const bytes = new Uint8Array(first + end);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, FORMAT, true);
  view.setUint32(8, head.length, true);
  bytes.set(head, HEADER);
  let at = first;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at = aligned(at + byteLength);
  }
  return bytes;
}

/** The model's arrays lie in `bytes`, where that is possible. Throws a RangeError for what is cut or of another version. */
export function decodeModel(bytes: Uint8Array): Model {
  const whole = bytes.byteOffset % ALIGNED === 0 ? bytes : bytes.slice();
  const view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength);
  if (whole.length < HEADER || view.getUint32(0, true) !== MAGIC) {
    throw new RangeError('not a model of predictions');
  }
  const format = view.getUint32(4, true);
  if (format !== FORMAT) throw new RangeError(`a model of format ${format}, not ${FORMAT}`);
  const length = view.getUint32(8, true);
  const first = aligned(HEADER + length);
  if (first > whole.length) throw new RangeError('a model that is cut');
  const json = new TextDecoder().decode(whole.subarray(HEADER, HEADER + length));
  return JSON.parse(json, (_, value: unknown) => {
    if (!isReference(value)) return value;
    const { $array, at, length } = value;
    const size = length * KINDS[$array].BYTES_PER_ELEMENT;
    if (first + at + size > whole.length) throw new RangeError('a model that is cut');
    return new KINDS[$array](whole.buffer as ArrayBuffer, whole.byteOffset + first + at, length);
  }) as Model;
}

function aligned(length: number): number {
  return Math.ceil(length / ALIGNED) * ALIGNED;
}

function kindOf(value: unknown): Kind | undefined {
  return (Object.keys(KINDS) as Kind[]).find((kind) => value instanceof KINDS[kind]);
}

function isReference(value: unknown): value is Reference {
  return typeof value === 'object' && value !== null && '$array' in value;
}
