/** The status of certificates: a Token Status List as a signed CWT, two bits a certificate. */
import { decode } from "./cbor.js";
import { isSignedBy, read1 } from "./cose.js";
import { dayIn } from "./days.js";
import { Refused } from "./refused.js";

const TYPE = "application/statuslist+cwt";
const ISS = 1, SUB = 2, EXP = 4, IAT = 6, TTL = 65534, STATUS_LIST = 65533;
const LIST_BYTES = 2 ** 18 * 2 / 8, LONGEST = 2 * LIST_BYTES;
const FRESH_FOR = 24 * 3600, RELIED_ON_FOR = 14 * 24 * 3600;
const URN = /^urn:kakehashi:status:([a-z0-9-]{1,64}):([A-Z][A-Z0-9-]{1,15}):([1-9][0-9]{0,4})$/;
const WORDS = ["valid", "revoked", "suspended"];

/** Read a list whose issuer signed it: { issuer, number, issuedAt, expiresAt, ttl, places }. */
export async function readList(bytes, keys) {
  if (bytes.length > LONGEST) throw new Refused("oversized");
  const signed = read1(bytes);
  if (signed.typ !== TYPE) throw new Refused("header");
  const key = keys.get(signed.kid);
  if (!key) throw new Refused("unknown-key");
  if (key.revoked) throw new Refused("key-revoked");
  if (!await isSignedBy(signed, key)) throw new Refused("signature");
  const list = await listOf(decode(signed.payload));
  if (list.issuer !== key.issuer) throw new Refused("issuer");
  const day = dayIn(key.timeZone, list.issuedAt);
  if (day < key.fromOn || day > key.untilOn) throw new Refused("key-period");
  return list;
}

async function listOf(said) {
  if (!(said instanceof Map) || said.size !== 6) throw new Refused("claims");
  const [issuer, name, expiresAt, issuedAt, ttl, packed] = [ISS, SUB, EXP, IAT, TTL, STATUS_LIST].map((label) => said.get(label));
  const urn = typeof name === "string" && URN.exec(name);
  if (!urn || `${urn[1]}/${urn[2]}` !== issuer) throw new Refused("issuer");
  const isTimely = [expiresAt, issuedAt].every(Number.isInteger) && ttl === FRESH_FOR
    && issuedAt > 0 && issuedAt < expiresAt && expiresAt <= issuedAt + RELIED_ON_FOR;
  const isPacked = packed instanceof Map && packed.size === 2 && packed.get("bits") === 2 && packed.get("lst") instanceof Uint8Array;
  if (!isTimely || !isPacked) throw new Refused("claims");
  return { issuer, number: Number(urn[3]), issuedAt, expiresAt, ttl, places: await unpacked(packed.get("lst")) };
}

/** Unpack at most one list's bytes, whatever the packed ones say. */
async function unpacked(packed) {
  const places = new Uint8Array(LIST_BYTES);
  let filled = 0;
  try {
    const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      if (filled + value.length > LIST_BYTES) {
        await reader.cancel();
        throw new Refused("claims");
      }
      places.set(value, filled);
      filled += value.length;
    }
  } catch {
    throw new Refused("claims");
  }
  if (filled !== LIST_BYTES) throw new Refused("claims");
  return places;
}

/** Read one place: valid, revoked or suspended; null where the list does not say. */
export function statusAt(list, index) {
  if (index >= list.places.length * 4) return null;
  return WORDS[(list.places[index >> 2] >> (index % 4 * 2)) & 3] ?? null;
}
