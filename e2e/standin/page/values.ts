/** A value as JSON can carry it; what JSON has no form for is wrapped as `{$: kind, v: …}`. */
export type Encoded = null | string | number | boolean | readonly Encoded[] | { readonly [key: string]: Encoded };

export interface ValueCodec {
  readonly encode: (value: unknown) => Encoded;
  readonly decode: (value: Encoded) => unknown;
}

/**
 * Values as the structured clone algorithm would carry them between the processes. Runs in Node and, from its source text, in the
 * page: it must not refer to anything outside itself.
 */
export function valueCodec(): ValueCodec {
  const arrays = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  };
  const toText = (bytes: Uint8Array): string => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return btoa(text);
  };
  const toBytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

  const record = (value: object): { [key: string]: Encoded } => {
    const out: { [key: string]: Encoded } = {};
    for (const [key, inner] of Object.entries(value)) out[key] = encode(inner);
    return out;
  };
  const encodeObject = (value: object): Encoded => {
    if (Array.isArray(value)) return value.map(encode);
    if (value instanceof Date) return { $: 'date', v: value.getTime() };
    if (value instanceof Error) return { $: 'error', name: value.name, message: value.message, stack: value.stack ?? '' };
    if (value instanceof Map) return { $: 'map', v: [...value].map(([key, inner]) => [encode(key), encode(inner)]) };
    if (value instanceof Set) return { $: 'set', v: [...value].map(encode) };
    if (value instanceof ArrayBuffer) return { $: 'buffer', v: toText(new Uint8Array(value)) };
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      return { $: 'view', type: Object.prototype.toString.call(value).slice(8, -1), v: toText(bytes) };
    }
    return '$' in value ? { $: 'object', v: record(value) } : record(value);
  };
  const encode = (value: unknown): Encoded => {
    switch (typeof value) {
      case 'undefined':
        return { $: 'undefined' };
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : { $: 'number', v: Object.is(value, -0) ? '-0' : String(value) };
      case 'bigint':
        return { $: 'bigint', v: String(value) };
      case 'object':
        return value === null ? null : encodeObject(value);
      default:
        throw new Error('An object could not be cloned.');
    }
  };

  const text = (value: Encoded | undefined): string => (typeof value === 'string' ? value : '');
  const decodeView = (type: string, bytes: Uint8Array<ArrayBuffer>): unknown => {
    const View = (arrays as { [name: string]: (new (buffer: ArrayBuffer) => unknown) | undefined })[type] ?? Uint8Array;
    return new View(bytes.buffer);
  };
  const decodeRecord = (value: object): object => {
    const out: { [key: string]: unknown } = {};
    for (const [key, inner] of Object.entries(value)) out[key] = decode(inner as Encoded);
    return out;
  };
  const decode = (value: Encoded): unknown => {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(decode);
    const wrapped = value as { readonly [key: string]: Encoded };
    const { v: inner = null } = wrapped;
    switch (wrapped['$']) {
      case undefined:
        return decodeRecord(value);
      case 'undefined':
        return undefined;
      case 'number':
        return Number(inner);
      case 'bigint':
        return BigInt(text(inner));
      case 'date':
        return new Date(Number(inner));
      case 'error':
        return Object.assign(new Error(text(wrapped['message'])), { name: wrapped['name'], stack: wrapped['stack'] });
      case 'map':
        return new Map((inner as Encoded[][]).map(([key = null, item = null]) => [decode(key), decode(item)]));
      case 'set':
        return new Set((inner as Encoded[]).map(decode));
      case 'buffer':
        return toBytes(text(inner)).buffer;
      case 'view':
        return decodeView(text(wrapped['type']), toBytes(text(inner)));
      default:
        return decodeRecord(inner as object);
    }
  };
  return { encode, decode };
}
