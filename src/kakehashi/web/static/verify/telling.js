/** What was found, in the reader's words: the same banner and summary as the server writes. */
import { iso } from "./days.js";

const element = (name, attributes, ...inside) => {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...inside);
  return made;
};
/** Put values into a text's `%(name)s`. */
export const filled = (pattern, values) => pattern.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

/** Write a verdict; `words` are the page's texts. */
export function told(verdict, words, now) {
  const said = words.outcomes[verdict.outcome];
  const reasons = verdict.reasons.map((code) => element("li", {}, words.reasons[code] ?? code));
  const advice = [...new Set(verdict.reasons.map((code) => words.advice[code]).filter(Boolean))];
  const banner = element("section", { className: `banner banner-${said.tone}` },
    element("p", { className: "banner-title" }, `${said.sign} ${said.title}`),
    element("div", {},
      ...(verdict.outcome === "unsure" && verdict.statusAt ? [element("p", {}, filled(words.asOf, { moment: moment(verdict.statusAt, words) }))] : []),
      ...(reasons.length ? [element("ul", {}, ...reasons)] : []),
      ...advice.map((text) => element("p", {}, element("strong", {}, text)))));
  banner.setAttribute("role", said.tone === "bad" ? "alert" : "status");
  return [banner, ...summary(rows(verdict, words, now))];
}

function rows(verdict, words, now) {
  const { claims } = verdict;
  if (!claims) return verdict.numberSaid ? [[words.labels.numberSaid, verdict.numberSaid]] : [];
  const written = {
    number: claims.number,
    name: claims.name,
    bornOn: day(claims.bornOn, words),
    passport: claims.passport,
    issuer: words.issuers[claims.issuer] ?? claims.issuer,
    organization: element("a", { href: words.organization.replace("0", encodeURIComponent(claims.organization)) }, claims.organization),
    field: words.fields[claims.field] ?? claims.field,
    issuedOn: day(claims.issuedOn, words),
    validUntilOn: day(claims.validUntilOn, words),
  };
  const shown = Object.entries(written).map(([name, value]) => [words.labels[name], value]);
  if (!verdict.status) return shown;
  return [...shown,
    [words.labels.status, words.statuses[verdict.status]],
    [words.labels.statusAt, moment(verdict.statusAt, words)],
    [words.labels.statusAge, String(Math.max(0, Math.floor((now - verdict.statusAt) / 3600)))]];
}

function summary(pairs) {
  if (!pairs.length) return [];
  const list = element("dl", {}, ...pairs.map(([key, value]) => element("div", {}, element("dt", {}, key), element("dd", {}, value))));
  return [element("section", { className: "summary" }, list)];
}

/** A day with its month in words, in the reader's order. */
export function day(number, words) {
  const [year, month, date] = iso(number).split("-").map(Number);
  return filled(words.datePattern, { day: date, month: words.months[month - 1], year });
}

/** A moment (seconds) by this device's clock, with how far it is ahead of UTC. */
export function moment(seconds, words) {
  const at = new Date(seconds * 1000);
  const two = (number) => String(number).padStart(2, "0");
  const local = Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / 86400000;
  const ahead = -at.getTimezoneOffset();
  const hours = Math.floor(Math.abs(ahead) / 60);
  const zone = ahead ? `UTC${ahead < 0 ? "−" : "+"}${two(hours)}:${two(Math.abs(ahead) % 60)}` : "UTC";
  return `${day(local, words)} ${two(at.getHours())}:${two(at.getMinutes())} ${zone}`;
}
