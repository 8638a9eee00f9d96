/** What a verification needs and this page keeps: the issuers' keys and the newest status lists. */
import { dayOf } from "./days.js";
import { Refused } from "./refused.js";
import { readList } from "./status.js";

/**
 * Fetch keys and lists; the worker beside this page answers from what it kept where there is no
 * connection. A list that cannot be taken is left out: a certificate is then amber, never green.
 * @returns {Promise<{keys: Map, lists: Map}>}
 */
export async function held(address) {
  const answer = await fetch(address, { credentials: "omit" });
  if (!answer.ok) throw new Error(`keys: ${answer.status}`);
  const { keys: written, lists: offered } = await answer.json();
  const keys = readKeys(written);
  const lists = new Map();
  for (const list of await Promise.all(offered.map((href) => listAt(href, keys)))) {
    const name = list && `${list.issuer} ${list.number}`;
    if (list && !(lists.get(name)?.issuedAt >= list.issuedAt)) lists.set(name, list);
  }
  return { keys, lists };
}

/** The issuing keys that this node trusts, by their `kid`. */
export const readKeys = (written) => new Map(written.map((one) => [one.kid, {
  x: one.x, y: one.y, issuer: one.issuer, timeZone: one.time_zone, revoked: one.revoked,
  fromOn: dayOf(one.from_on), untilOn: dayOf(one.until_on),
}]));

async function listAt(href, keys) {
  try {
    const answer = await fetch(href, { credentials: "omit" });
    return answer.ok ? await readList(new Uint8Array(await answer.arrayBuffer()), keys) : null;
  } catch (error) {
    if (error instanceof Refused || error instanceof TypeError) return null;
    throw error;
  }
}
