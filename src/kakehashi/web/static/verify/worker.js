// Keeps the page that checks certificates, and answers its addresses where there is no connection. Its
// scope is that page and nothing else of the node; nothing that was typed or sent is kept.
//
// The server writes `KEPT` before this line: `release` (where this release's files stand), `files`, `pages`
// (the page in each language) and `held` (the keys, and where the lists are). All of them are kept before
// this worker is installed, so that one at work can open the page without a connection.
"use strict";
const CACHE = `kakehashi-verify ${KEPT.release}`;
const PATIENCE_MS = 5000;
const scope = new URL(self.registration.scope);
const AS_WRITTEN = { ignoreVary: true }; // The language is in the address, or the reader's own.

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(forgetOthers().then(() => self.clients.claim())));
self.addEventListener("message", (event) => {
  const said = keep().then(() => true, () => false);
  event.waitUntil(said.then((isKept) => event.ports[0].postMessage(isKept)));
});

/** Fetch what is not kept yet; fails where something is missing. Asks for nothing where all is here. */
async function keep() {
  const cache = await caches.open(CACHE);
  await addMissing(cache, [...KEPT.files, ...KEPT.pages, scope.pathname, KEPT.held]);
  const { lists } = await (await cache.match(KEPT.held, AS_WRITTEN)).json();
  await addMissing(cache, lists);
}

async function addMissing(cache, addresses) {
  const known = await Promise.all(addresses.map((address) => cache.match(address, AS_WRITTEN)));
  const missing = addresses.filter((_, at) => !known[at]);
  await cache.addAll(missing.map((address) => new Request(address, {
    cache: KEPT.files.includes(address) ? "default" : "no-cache",
    // A page in a language of its address must not change the reader's language.
    credentials: address === scope.pathname ? "same-origin" : "omit",
  })));
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("kakehashi-verify") && name !== CACHE).map((name) => caches.delete(name)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== scope.origin) return;
  if (url.pathname.startsWith(KEPT.release)) event.respondWith(keptFirst(request));
  else if (url.pathname.startsWith(scope.pathname)) event.respondWith(newestFirst(event));
});

async function keptFirst(request) {
  const cache = await caches.open(CACHE);
  return await cache.match(request.url, AS_WRITTEN) ?? fetch(request);
}

/** The node's answer; what is kept where none comes in time. */
async function newestFirst(event) {
  const { request } = event;
  const cache = await caches.open(CACHE);
  const coming = fetch(request);
  const renewed = coming.then((answer) => renew(cache, request, answer.clone())).catch(() => {});
  event.waitUntil(renewed);
  let timer;
  const patience = new Promise((_, stop) => { timer = setTimeout(stop, PATIENCE_MS); });
  try {
    return await Promise.race([coming, patience]);
  } catch {
    const kept = await cache.match(request.url, AS_WRITTEN)
      ?? (request.mode === "navigate" ? await cache.match(scope.pathname, AS_WRITTEN) : null);
    return kept ?? coming;
  } finally {
    clearTimeout(timer);
  }
}

/** Keep the newest of a page, of the keys, of a list; a page of another release is kept by that one's worker. */
async function renew(cache, request, answer) {
  const { pathname, search } = new URL(request.url);
  if (!answer.ok || answer.redirected) return;
  if (pathname === scope.pathname) {
    if (search && !KEPT.pages.includes(pathname + search)) return;
    const page = await answer.text();
    if (page.includes(KEPT.release)) await cache.put(request.url, new Response(page, { headers: answer.headers }));
  } else if (pathname === KEPT.held || pathname.endsWith(".cwt")) {
    await cache.put(request.url, answer);
  }
}
