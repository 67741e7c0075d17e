// Passkeys: the device is asked, and its answer is sent with the form.
"use strict";

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const keys = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

// Older browsers read and write the JSON of the standard not by themselves.
function creation(options) {
  if (PublicKeyCredential.parseCreationOptionsFromJSON) {
    return PublicKeyCredential.parseCreationOptionsFromJSON(options);
  }
  const user = { ...options.user, id: bytes(options.user.id) };
  const excludeCredentials = keys(options.excludeCredentials);
  return { ...options, challenge: bytes(options.challenge), user, excludeCredentials };
}

function request(options) {
  if (PublicKeyCredential.parseRequestOptionsFromJSON) {
    return PublicKeyCredential.parseRequestOptionsFromJSON(options);
  }
  return { ...options, challenge: bytes(options.challenge), allowCredentials: keys(options.allowCredentials) };
}

function plain(credential) {
  if (credential.toJSON) return credential.toJSON();
  const { id, type, response } = credential;
  const answer = { clientDataJSON: text(response.clientDataJSON) };
  if (response.attestationObject) {
    answer.attestationObject = text(response.attestationObject);
    answer.transports = response.getTransports?.() ?? [];
  } else {
    answer.authenticatorData = text(response.authenticatorData);
    answer.signature = text(response.signature);
    if (response.userHandle) answer.userHandle = text(response.userHandle);
  }
  return { id, rawId: id, type, response: answer };
}

async function ask(form) {
  const options = JSON.parse(form.dataset.options);
  return form.dataset.passkey === "create"
    ? navigator.credentials.create({ publicKey: creation(options) })
    : navigator.credentials.get({ publicKey: request(options) });
}

function say(form, sentence) {
  const place = form.querySelector("[data-said]");
  place.textContent = sentence;
  place.hidden = !sentence;
}

async function send(event) {
  const form = event.target;
  event.preventDefault();
  if (form.dataset.asking) return;
  form.dataset.asking = "1";
  say(form, "");
  try {
    form.elements.answer.value = JSON.stringify(plain(await ask(form)));
    form.submit();
  } catch (error) {
    say(form, error.name === "InvalidStateError" ? form.dataset.known : form.dataset.refused);
  } finally {
    delete form.dataset.asking;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (window.PublicKeyCredential) {
    form.hidden = false;
    form.addEventListener("submit", send);
  } else if (form.dataset.unsupported) {
    say(form, form.dataset.unsupported);
  }
}
