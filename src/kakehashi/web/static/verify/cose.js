/** COSE_Sign1 (RFC 9052) with ES256, in the one form that is issued; WebCrypto verifies it. */
import { Tagged, decode, decodeFirst, head, joined } from "./cbor.js";
import { Refused } from "./refused.js";

const ALG = 1, CRIT = 2, KID = 4, TYP = 16, ES256 = -7, KID_BYTES = 8;
const HALF_ORDER = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;
const START = Uint8Array.of(0xd2, 0x84);
const CONTEXT = Uint8Array.of(0x84, 0x6a, ...new TextEncoder().encode("Signature1"));

const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const string = (bytes) => joined(head(2, bytes.length), bytes);
const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

/** Read one without judging its signature: { kid (hex), typ, payload, toBeSigned, signature }. */
export function read1(bytes) {
  const tagged = decodeFirst(bytes);
  const value = tagged instanceof Tagged && tagged.tag === 18 ? tagged.value : null;
  if (!Array.isArray(value) || value.length !== 4) throw new Refused("no-certificate");
  const [protectedBytes, unprotected, payload, signature] = value;
  if (![protectedBytes, payload, signature].every((one) => one instanceof Uint8Array) || !(unprotected instanceof Map)) {
    throw new Refused("no-certificate");
  }
  if (unprotected.has(CRIT)) throw new Refused("critical-header");
  const { kid, typ } = headers(protectedBytes);
  if (unprotected.size) throw new Refused("header");
  if (signature.length !== 64) throw new Refused("signature");
  const again = joined(START, string(protectedBytes), Uint8Array.of(0xa0), string(payload), string(signature));
  if (!same(again, bytes) || BigInt("0x" + hex(signature.subarray(32))) > HALF_ORDER) throw new Refused("second-form");
  const toBeSigned = joined(CONTEXT, string(protectedBytes), Uint8Array.of(0x40), string(payload));
  return { kid: hex(kid), typ, payload, toBeSigned, signature };
}

function headers(bytes) {
  const found = decode(bytes);
  if (!(found instanceof Map)) throw new Refused("header");
  if (found.has(CRIT)) throw new Refused("critical-header");
  if (found.get(ALG) !== ES256) throw new Refused("algorithm");
  const kid = found.get(KID), typ = found.get(TYP) ?? null;
  const known = [...found.keys()].every((label) => [ALG, KID, TYP].includes(label));
  if (!(kid instanceof Uint8Array) || kid.length !== KID_BYTES || !known || !(typ === null || typeof typ === "string")) {
    throw new Refused("header");
  }
  return { kid, typ };
}

/** Say whether a signature is this key's; `x` and `y` are base64url, as in a JWK. */
export async function isSignedBy(signed, { x, y }) {
  const jwk = { kty: "EC", crv: "P-256", x, y };
  const key = await crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signed.signature, signed.toBeSigned);
}
