/** The page that checks certificates: what is read here is checked here and sent nowhere. */
import { held } from "./held.js";
import { keeping } from "./keeping.js";
import { readPhoto, watch } from "./reading.js";
import { filled, moment, told } from "./telling.js";
import { verify } from "./verification.js";

const words = JSON.parse(document.getElementById("verify-words").textContent);
const form = document.getElementById("verify-form");
const outcome = document.getElementById("verify-outcome");
const camera = document.getElementById("verify-camera");
const video = camera.querySelector("video");
const line = document.getElementById("verify-kept");
const [open, close] = camera.querySelectorAll("button");
const assets = new URL("../", import.meta.url).href;
const vendored = `${assets}vendor/qr/decode.js`;

const RENEWED_AFTER_MS = 600_000;
let kept = null, keptAt = 0;
/** Keys and lists, asked for anew where the page stays open for long. */
function needed() {
  if (kept && Date.now() - keptAt < RENEWED_AFTER_MS) return kept;
  keptAt = Date.now();
  kept = held(words.held).catch((error) => { kept = null; throw error; });
  return kept;
}

async function check(text) {
  const now = Date.now() / 1000;
  let verdict;
  try {
    verdict = await verify(text, { ...words, ...(await needed()) }, now);
  } catch {
    say(words.failed.noKeys);
    return;
  }
  show(...told(verdict, words, now));
}

function show(...elements) {
  outcome.replaceChildren(...elements);
  outcome.focus();
}

function say(text, ...more) {
  const banner = document.createElement("section");
  banner.className = "banner banner-warning";
  banner.setAttribute("role", "status");
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  banner.append(paragraph, ...more);
  show(banner);
}

/** Offer what the form does without a script: the ministry's computer reads the file. */
function sending() {
  const button = document.createElement("button");
  button.className = "button-second";
  button.textContent = words.failed.send;
  button.addEventListener("click", () => form.submit());
  return button;
}

let looking = null;
open.addEventListener("click", async () => {
  looking = new AbortController();
  camera.classList.add("is-open");
  close.focus();
  try {
    const text = await watch(video, vendored, looking.signal);
    if (text !== null) await check(text);
  } catch {
    say(words.failed.camera);
  } finally {
    camera.classList.remove("is-open");
  }
});
close.addEventListener("click", () => {
  looking?.abort();
  open.focus();
});
addEventListener("pagehide", () => looking?.abort());

form.addEventListener("submit", async (event) => {
  const file = form.elements.file.files[0];
  const text = form.elements.text.value.trim();
  if (file && !file.type.startsWith("image/")) return; // A PDF: read by the ministry's computer, as the page says.
  event.preventDefault();
  if (!file) return text ? check(text) : say(words.failed.nothing);
  try {
    const found = await readPhoto(file, vendored);
    if (found !== null) return await check(found);
  } catch {
    // A picture that this browser cannot open; the ministry's computer may.
  }
  say(words.failed.noCode, sending());
});

/** Say whether this page opens without a connection, and of when the lists are that it then checks with. */
async function tellKept() {
  const [state, { lists }] = await Promise.all([keeping(words), needed().catch(() => ({ lists: new Map() }))]);
  const oldest = Math.min(...[...lists.values()].map(({ issuedAt }) => issuedAt));
  const more = state === "ready" && lists.size ? ` ${filled(words.listsOf, { moment: moment(oldest, words) })}` : "";
  line.dataset.state = state;
  line.textContent = words.kept[state] + more;
}

camera.hidden = Boolean(!navigator.mediaDevices?.getUserMedia);
document.querySelectorAll("[data-with-script]").forEach((one) => { one.hidden = false; });
line.textContent = words.kept.preparing;
if (document.readyState === "complete") tellKept();
else addEventListener("load", tellKept);
addEventListener("online", tellKept);
