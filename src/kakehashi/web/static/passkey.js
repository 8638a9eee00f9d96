// Passkeys need a script by their nature; every page that has this one offers another way.
"use strict";
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const listed = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const made = (key) => ({
    id: key.id, rawId: text(key.rawId), type: key.type,
    authenticatorAttachment: key.authenticatorAttachment,
    clientExtensionResults: key.getClientExtensionResults(),
  });
  const create = async ({ publicKey: o }) => {
    const key = await navigator.credentials.create({ publicKey: {
      ...o, challenge: bytes(o.challenge), user: { ...o.user, id: bytes(o.user.id) }, excludeCredentials: listed(o.excludeCredentials),
    } });
    return { ...made(key), response: {
      clientDataJSON: text(key.response.clientDataJSON), attestationObject: text(key.response.attestationObject),
      transports: key.response.getTransports ? key.response.getTransports() : [],
    } };
  };
  const ask = async ({ publicKey: o }) => {
    const key = await navigator.credentials.get({ publicKey: { ...o, challenge: bytes(o.challenge), allowCredentials: listed(o.allowCredentials) } });
    const r = key.response;
    return { ...made(key), response: {
      clientDataJSON: text(r.clientDataJSON), authenticatorData: text(r.authenticatorData), signature: text(r.signature),
      userHandle: r.userHandle ? text(r.userHandle) : null,
    } };
  };
  const asked = async (section) => {
    if (!section.dataset.options) return JSON.parse(document.getElementById("passkey-options").textContent);
    const answer = await fetch(section.dataset.options, { headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" } });
    return answer.json();
  };

  if (!window.PublicKeyCredential) return;
  for (const section of document.querySelectorAll("[data-passkey]")) {
    section.hidden = false;
    const form = section.querySelector("form");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const wrong = section.querySelector("[role=alert]");
      wrong.hidden = true;
      try {
        const options = await asked(section);
        const key = section.dataset.passkey === "add" ? await create(options.creation_options) : await ask(options.request_options);
        form.elements.credential.value = JSON.stringify(key);
        form.submit();
      } catch {
        wrong.hidden = false;
      }
    });
  }
})();
