/**
 * Deterministic CBOR (RFC 8949, section 4.2.1) as certificates and status lists need it: whole
 * numbers, bytes, texts, lists, maps and one tag. A second way of writing the same is refused.
 */
import { Refused } from "./refused.js";

const DEEPEST = 8;
const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export class Tagged {
  constructor(tag, value) {
    this.tag = tag;
    this.value = value;
  }
}

/** @param {Uint8Array} bytes @returns {number|boolean|null|string|Uint8Array|Array|Map|Tagged} */
export function decode(bytes) {
  const reader = new Reader(bytes);
  const value = reader.item(0);
  if (reader.at !== bytes.length) throw new Refused("second-form");
  return value;
}

/** The first item; whoever asks compares the bytes with what is written of it. */
export const decodeFirst = (bytes) => new Reader(bytes).item(0);

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = 0;
  }

  take(length) {
    if (length > this.bytes.length - this.at) throw new Refused("cut");
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** The number in a head, which stands in as few bytes as it can. */
  argument(low) {
    if (low < 24) return low;
    const length = { 24: 1, 25: 2, 26: 4, 27: 8 }[low];
    if (!length) throw new Refused(low === 31 ? "second-form" : "cut");
    const at = this.at;
    this.take(length);
    const value = length === 8 ? Number(this.view.getBigUint64(at))
      : [0, this.view.getUint8(at), length > 1 && this.view.getUint16(at), 0, length > 3 && this.view.getUint32(at)][length];
    if (value < { 1: 24, 2: 0x100, 4: 0x10000, 8: 0x100000000 }[length]) throw new Refused("second-form");
    if (!Number.isSafeInteger(value)) throw new Refused("claims");
    return value;
  }

  item(depth) {
    if (depth > DEEPEST) throw new Refused("cut");
    const head = this.take(1)[0];
    const major = head >> 5;
    if (major === 7) return this.simple(head & 31);
    const number = this.argument(head & 31);
    switch (major) {
      case 0: return number;
      case 1: return -1 - number;
      case 2: return this.take(number);
      case 3: return this.text(number);
      case 4: return this.list(number, depth);
      case 5: return this.map(number, depth);
      default: return new Tagged(number, this.item(depth + 1));
    }
  }

  simple(low) {
    if (low === 20 || low === 21) return low === 21;
    if (low === 22) return null;
    throw new Refused("claims");
  }

  text(length) {
    try {
      return text.decode(this.take(length));
    } catch (error) {
      throw error instanceof Refused ? error : new Refused("cut");
    }
  }

  list(length, depth) {
    if (length > this.bytes.length - this.at) throw new Refused("cut");
    return Array.from({ length }, () => this.item(depth + 1));
  }

  map(length, depth) {
    const found = new Map();
    let before = null;
    for (let one = 0; one < length; one += 1) {
      const start = this.at;
      const key = this.item(depth + 1);
      const written = this.bytes.subarray(start, this.at);
      if (before && order(before, written) >= 0) throw new Refused("second-form");
      before = written;
      found.set(key, this.item(depth + 1));
    }
    return found;
  }
}

/** Shorter keys first, then by their bytes: for the keys of our forms both orders of the RFC agree. */
function order(one, other) {
  if (one.length !== other.length) return one.length - other.length;
  const at = one.findIndex((byte, index) => byte !== other[index]);
  return at < 0 ? 0 : one[at] - other[at];
}

const HEADS = [[24, 0], [0x100, 24], [0x10000, 25], [0x100000000, 26]];

/** Write the head of an item: `major` 2 bytes, 3 text, 4 list, 5 map. */
export function head(major, number) {
  const low = HEADS.find(([below]) => number < below)[1];
  if (!low) return Uint8Array.of((major << 5) | number);
  const written = new Uint8Array([0, 2, 3, 5][low - 23]);
  const view = new DataView(written.buffer);
  view.setUint8(0, (major << 5) | low);
  if (low === 24) view.setUint8(1, number);
  else if (low === 25) view.setUint16(1, number);
  else view.setUint32(1, number);
  return written;
}

/** Lay bytes one after the other. */
export function joined(...pieces) {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
