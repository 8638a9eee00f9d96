/** Verify a certificate offline, as core/certificate/verification.py does: same reasons, same outcome. */
import { read } from "./certificate.js";
import { isSignedBy } from "./cose.js";
import { dayIn } from "./days.js";
import { Refused } from "./refused.js";
import { statusAt } from "./status.js";

const CLOCK_LEEWAY = 300;

/**
 * @param {string} text what the code reader gave
 * @param {{keys: Map, lists: Map, fieldCodes: string[], refusing: string[], ending: string[]}} held
 * @param {number} now seconds since the epoch
 * @returns outcome, reasons, and claims only where the signature is a known issuer's
 */
export async function verify(text, held, now) {
  let certificate;
  try {
    certificate = read(text, held.fieldCodes);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { outcome: "refused", reasons: [error.reason] };
  }
  const { claims, signed } = certificate;
  const key = held.keys.get(signed.kid);
  if (!key) return { outcome: "refused", reasons: ["unknown-key"], numberSaid: claims.number };
  if (!await isSignedBy(signed, key)) return { outcome: "refused", reasons: ["signature"], numberSaid: claims.number };
  const { status, statusAt: at, reasons: ofStatus } = statusOf(claims, held.lists, now);
  const reasons = [...ofItsKey(claims, key), ...ofItsDays(claims, key, now), ...ofStatus];
  const outcome = outcomeOf(reasons, held);
  if (claims.issuer !== key.issuer) return { outcome, reasons, numberSaid: claims.number };
  return { outcome, reasons, claims, status, statusAt: at };
}

function ofItsKey(claims, key) {
  return [
    claims.issuer !== key.issuer && "issuer",
    key.revoked && "key-revoked",
    (claims.issuedOn < key.fromOn || claims.issuedOn > key.untilOn) && "key-period",
  ].filter(Boolean);
}

function ofItsDays(claims, key, now) {
  if (now >= claims.expiresAt) return ["expired"];
  return claims.issuedOn > dayIn(key.timeZone, now) ? ["not-yet"] : [];
}

/** What ended stays ended, however old the list is. */
function statusOf(claims, lists, now) {
  const list = lists.get(`${claims.issuer} ${claims.statusList}`);
  const status = list ? statusAt(list, claims.statusIndex) : null;
  if (status === null) return { status, statusAt: null, reasons: ["no-status"] };
  const reasons = status === "valid" ? [] : [status];
  if (now >= list.expiresAt) reasons.push("status-expired");
  else if (now >= list.issuedAt + list.ttl) reasons.push("status-old");
  else if (list.issuedAt > now + CLOCK_LEEWAY) reasons.push("status-ahead");
  return { status, statusAt: list.issuedAt, reasons };
}

function outcomeOf(reasons, { refusing, ending }) {
  if (reasons.some((one) => refusing.includes(one))) return "refused";
  if (reasons.some((one) => ending.includes(one))) return "not-valid";
  return reasons.length ? "unsure" : "valid";
}
