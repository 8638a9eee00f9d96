/** What the code of a certificate says (docs/protocol.md, certificates): read, not yet judged. */
import { unbase45 } from "./base45.js";
import { decode } from "./cbor.js";
import { read1 } from "./cose.js";
import { Refused } from "./refused.js";

const PREFIX = "KKC1:", LONGEST = 400;
const ISS = 1, EXP = 4, OURS = -65537;
const DAY_SECONDS = 86400, FARTHEST_ZONE = 14 * 3600;
const FIRST_DAY = -719162, LAST_DAY = 2932896; // 0001-01-01 to 9999-12-31
const MEMBERS = ["number", "name", "bornOn", "passport", "organization", "field", "issuedOn", "validUntilOn", "statusList", "statusIndex"];
const TEXTS = { number: 24, name: 39, passport: 4, organization: 20 };
const FORMS = {
  issuer: /^[a-z0-9]+(-[a-z0-9]+)*\/[A-Z][A-Z0-9-]{1,15}$/,
  number: /^[A-Z][A-Z0-9-]{1,15}-[0-9]{7,12}$/,
  name: /^[A-Z][A-Z '.,-]{0,38}$/,
  passport: /^[0-9A-Z]{4}$/,
  organization: /^[!-~]{1,20}$/,
  field: /^([a-z]+(-[a-z]+)*|field-[0-9]{1,5})$/,
};

/**
 * Read the text of a QR code. Days are numbers of days since 1970-01-01.
 * @param {string} text @param {string[]} codes of fields, by their number
 */
export function read(text, codes) {
  const trimmed = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  if (!trimmed.startsWith(PREFIX)) throw new Refused("no-certificate");
  if (trimmed.length > LONGEST) throw new Refused("oversized");
  const signed = read1(unbase45(trimmed.slice(PREFIX.length)));
  if (signed.typ !== null) throw new Refused("no-certificate");
  return { claims: claimsOf(signed.payload, codes), signed };
}

function claimsOf(payload, codes) {
  const said = decode(payload);
  const wrong = new Refused("claims");
  if (!(said instanceof Map) || said.size !== 3) throw wrong;
  const issuer = said.get(ISS), expiresAt = said.get(EXP), ours = said.get(OURS);
  if (!(ours instanceof Map) || ours.size !== MEMBERS.length) throw wrong;
  const claims = { issuer, expiresAt };
  MEMBERS.forEach((name, at) => { claims[name] = ours.get(at + 1); });
  claims.field = fieldOf(claims.field, codes);
  if (!isWellFormed(claims)) throw wrong;
  return claims;
}

function fieldOf(written, codes) {
  if (Number.isInteger(written)) return codes[written] ?? `field-${written}`;
  if (codes.includes(written)) throw new Refused("second-form");
  return written;
}

function isWellFormed(claims) {
  const { bornOn, issuedOn, validUntilOn, expiresAt, statusList, statusIndex } = claims;
  const numbers = [bornOn, issuedOn, validUntilOn, expiresAt, statusList, statusIndex];
  return numbers.every(Number.isInteger)
    && Object.entries(FORMS).every(([name, form]) => typeof claims[name] === "string" && form.test(claims[name]))
    && Object.entries(TEXTS).every(([name, most]) => claims[name].length <= most)
    && claims.issuer.length <= 40 && claims.field.length <= 40
    && FIRST_DAY <= bornOn && bornOn < issuedOn && issuedOn <= validUntilOn && validUntilOn <= LAST_DAY
    && Math.abs(expiresAt - (validUntilOn + 1) * DAY_SECONDS) <= FARTHEST_ZONE
    && statusList > 0 && statusList < 2 ** 16 && statusIndex >= 0 && statusIndex < 2 ** 24;
}
