/** Days as numbers of days since 1970-01-01. */
const DAY_SECONDS = 86400;

/** The day of an instant (seconds) in a time zone. */
export function dayIn(timeZone, at) {
  const parts = new Intl.DateTimeFormat("en", { timeZone, calendar: "gregory", numberingSystem: "latn", year: "numeric", month: "numeric", day: "numeric" })
    .formatToParts(new Date(at * 1000));
  const { year, month, day } = Object.fromEntries(parts.map((part) => [part.type, Number(part.value)]));
  return Date.UTC(year, month - 1, day) / 1000 / DAY_SECONDS;
}

/** The day as YYYY-MM-DD. */
export const iso = (day) => new Date(day * DAY_SECONDS * 1000).toISOString().slice(0, 10);

/** Days since 1970-01-01 of YYYY-MM-DD. */
export const dayOf = (text) => Date.parse(`${text}T00:00:00Z`) / 1000 / DAY_SECONDS;
