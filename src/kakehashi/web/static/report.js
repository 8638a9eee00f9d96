// What the report site does more where a browser can: lock answers before they are sent, send over a
// line that breaks, read a page aloud, make photos small, and leave without a way back. Every page
// works without it.
"use strict";
(() => {
  const subtle = globalThis.crypto && crypto.subtle;
  const text = new TextEncoder();
  const join = (...parts) => {
    const bytes = parts.map((part) => (typeof part === "string" ? text.encode(part) : new Uint8Array(part)));
    const all = new Uint8Array(bytes.reduce((sum, one) => sum + one.length, 0));
    bytes.reduce((at, one) => (all.set(one, at), at + one.length), 0);
    return all;
  };
  const number = (value) => [value >>> 24, value >>> 16, value >>> 8, value].map((byte) => byte & 255);
  const write = (bytes) => {
    let said = "";
    for (const byte of new Uint8Array(bytes)) said += String.fromCharCode(byte);
    return btoa(said).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const read = (said) => Uint8Array.from(atob(said.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));

  // A compact JWE (RFC 7516), ECDH-ES over X25519 (RFC 8037) with A256GCM, its content filled up.
  const filled = (plain) => {
    const length = plain.length + 4;
    const room = length > 262144 ? Math.ceil(length / 262144) * 262144 : Math.max(1024, 2 ** Math.ceil(Math.log2(length)));
    return join(number(plain.length), plain, new Uint8Array(room - length));
  };
  const seal = async (plain, to) => {
    const reader = await subtle.importKey("jwk", { kty: "OKP", crv: "X25519", x: to.x }, "X25519", false, []);
    const once = await subtle.generateKey("X25519", true, ["deriveBits"]);
    const { crv, kty, x } = await subtle.exportKey("jwk", once.publicKey);
    const shared = await subtle.deriveBits({ name: "X25519", public: reader }, once.privateKey, 256);
    const derived = join(number(1), shared, number(7), "A256GCM", number(0), number(0), number(256));
    const raw = await subtle.digest("SHA-256", derived);
    const key = await subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
    const head = write(text.encode(JSON.stringify({ alg: "ECDH-ES", enc: "A256GCM", typ: to.typ, kid: to.kid, epk: { crv, kty, x } })));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const whole = new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv, additionalData: text.encode(head) }, key, filled(plain)));
    return [head, "", write(iv), write(whole.slice(0, -16)), write(whole.slice(-16))].join(".");
  };

  // The copy that this browser shows again: its key stays in this tab and ends with it.
  const ownKey = async () => {
    let kept = sessionStorage.getItem("k");
    if (!kept) sessionStorage.setItem("k", (kept = write(crypto.getRandomValues(new Uint8Array(32)))));
    return subtle.importKey("raw", read(kept), "AES-GCM", false, ["encrypt", "decrypt"]);
  };
  const copied = async (plain) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return write(join(iv, await subtle.encrypt({ name: "AES-GCM", iv }, await ownKey(), filled(plain))));
  };
  const reopened = async (copy) => {
    const data = read(copy);
    const framed = new Uint8Array(await subtle.decrypt({ name: "AES-GCM", iv: data.slice(0, 12) }, await ownKey(), data.slice(12)));
    const length = new DataView(framed.buffer).getUint32(0);
    return JSON.parse(new TextDecoder().decode(framed.slice(4, 4 + length)));
  };

  // Over a line that breaks: sent again until it has arrived (every form may be sent twice), while
  // what was typed stands on the page.
  const broken = document.querySelector("[data-broken]");
  const pause = () => new Promise((done) => {
    addEventListener("online", done, { once: true });
    setTimeout(done, 5000);
  });
  const post = async (to, body, headers) => {
    for (;;) {
      const patience = new AbortController();
      const late = setTimeout(() => patience.abort(), 90000);
      try {
        const answer = await fetch(to, { method: "POST", body, headers, signal: patience.signal });
        if (![502, 503, 504].includes(answer.status)) {
          broken.hidden = true;
          return answer;
        }
      } catch {
        // The line: it is tried again below.
      } finally {
        clearTimeout(late);
      }
      broken.hidden = false;
      await pause();
    }
  };
  // As a form without a script would: the page that answers is shown.
  const plainly = (to, data) => {
    const form = Object.assign(document.createElement("form"), { method: "post", action: to, hidden: true });
    for (const [name, value] of data) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    document.body.append(form);
    form.submit();
  };

  const KEPT = ["from", "once", "next"];
  const answerOf = (data) => {
    const answer = {};
    for (const [name, value] of data) {
      if (!KEPT.includes(name) && value) (answer[name] ??= []).push(value);
    }
    return answer;
  };
  const locked = async (form, data) => {
    const answer = answerOf(data);
    if (!Object.keys(answer).length || answer.cleared) return;
    const isLetter = data.has("once");
    const plain = text.encode(isLetter ? answer.words[0] : JSON.stringify(answer));
    if (plain.length > 65000) return; // too long: the node says so in words
    const sealed = await seal(plain, JSON.parse(form.dataset.seal));
    const copy = isLetter ? "" : await copied(plain);
    for (const name of Object.keys(answer)) data.delete(name);
    data.append("sealed", sealed);
    data.append("copy", copy);
  };
  const send = async (form, button) => {
    const data = new FormData(form);
    data.delete("file");
    if (form.dataset.shown && !Object.keys(answerOf(data)).length) data.append("cleared", "yes");
    if (form.dataset.seal && subtle) await locked(form, data).catch(() => {}); // else the node locks it
    if (button && button.name) data.append(button.name, button.value);
    const to = form.getAttribute("action") || location.href;
    const answer = await post(to, new URLSearchParams(data), { Prefer: "return=minimal" });
    const next = answer.headers.get("Content-Location");
    if (next) location.assign(next);
    else plainly(to, data);
  };

  // A file goes in pieces, each answered: a line that breaks costs one of them.
  const sendFile = async (form, file) => {
    const said = form.querySelector("[data-said]");
    const sending = form.querySelector("[data-sending]");
    const tell = (words) => {
      said.textContent = words;
      said.hidden = !words;
      sending.hidden = Boolean(words);
    };
    if (file.size > Number(form.dataset.most)) return tell(form.dataset.tooLarge);
    tell("");
    const whole = new Uint8Array(await file.arrayBuffer());
    const digest = new Uint8Array(await subtle.digest("SHA-256", whole));
    const of = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    for (let known = null; ; ) {
      const data = new FormData();
      data.append("of", of);
      data.append("length", whole.length);
      if (known) {
        const piece = new Uint8Array(known.piece); // the last one is filled up
        piece.set(whole.slice(known.held * known.piece, (known.held + 1) * known.piece));
        data.append("number", known.held);
        data.append("piece", new Blob([piece]));
      }
      const answer = await post(form.dataset.pieces, data);
      if (!answer.ok) return form.submit();
      known = await answer.json();
      if (known.to) return location.assign(known.to);
      if (known.why) return tell(known.why);
      sending.querySelector("progress").value = (known.held * known.piece) / whole.length;
    }
  };
  const fill = (form, answer) => {
    form.dataset.shown = "yes";
    form.querySelectorAll("[data-locked]").forEach((one) => one.remove());
    for (const field of form.elements) {
      const said = answer[field.name];
      if (!said) continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = said.includes(field.value);
      else field.value = said[0];
    }
  };
  const show = (row, answer) => {
    const labels = JSON.parse(row.dataset.labels);
    const place = row.querySelector(".answer");
    place.replaceChildren();
    for (const [name, values] of Object.entries(answer)) {
      for (const value of values) {
        const line = document.createElement("p");
        line.textContent = labels[`${name}=${value}`] || value;
        place.append(line);
      }
    }
  };
  for (const form of globalThis.fetch ? document.querySelectorAll("form[data-send]") : []) {
    form.addEventListener("submit", (event) => {
      const file = form.elements.file && form.elements.file.files[0];
      if (file && !subtle) return;
      event.preventDefault();
      if (form.dataset.busy) return dispatchEvent(new Event("online"));
      form.dataset.busy = "yes";
      const done = file ? sendFile(form, file) : send(form, event.submitter);
      done.catch(() => form.submit()).finally(() => delete form.dataset.busy);
    });
  }
  if (subtle) {
    for (const place of document.querySelectorAll("[data-copy]")) {
      reopened(place.dataset.copy).then((answer) => (place.matches("form") ? fill : show)(place, answer), () => {});
    }
  }

  // A photo is drawn anew and small before it is sent: less to send, and nothing of where it was made.
  const smaller = async (input) => {
    const [file] = input.files;
    if (!file || !/^image\/(jpeg|png|webp)$/.test(file.type) || !globalThis.createImageBitmap) return;
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), { width: picture.width * scale, height: picture.height * scale });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const drawn = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
    if (!drawn || drawn.size > file.size * 2) return;
    const list = new DataTransfer();
    list.items.add(new File([drawn], "file.jpg", { type: "image/jpeg" }));
    input.files = list.files;
  };
  const chosen = document.querySelector("form[data-pieces] input[type=file]");
  if (chosen) chosen.addEventListener("change", () => smaller(chosen).catch(() => {}));

  // The telephone's own voice, where it speaks the language of the page.
  const offer = document.querySelector("[data-voice]");
  const lang = document.documentElement.lang;
  const voice = () => globalThis.speechSynthesis && speechSynthesis.getVoices().find((one) => one.lang.toLowerCase().startsWith(lang) && one.localService);
  const offerVoice = () => { if (voice()) offer.hidden = false; };
  if (offer && globalThis.speechSynthesis) {
    offerVoice();
    speechSynthesis.addEventListener("voiceschanged", offerVoice);
    offer.querySelector("button").addEventListener("click", () => {
      if (speechSynthesis.speaking) return speechSynthesis.cancel();
      const main = document.querySelector("main").cloneNode(true);
      main.querySelectorAll("[data-voice], [hidden], script, select").forEach((one) => one.remove());
      const said = new SpeechSynthesisUtterance(main.textContent.replace(/\s+/g, " "));
      Object.assign(said, { lang, voice: voice(), rate: 0.9 });
      return speechSynthesis.speak(said);
    });
  }

  // Leaving: this page is replaced, and what this tab kept is gone.
  document.querySelector("[data-leave]").addEventListener("click", (event) => {
    event.preventDefault();
    sessionStorage.clear();
    location.replace(event.currentTarget.href);
  });
})();
