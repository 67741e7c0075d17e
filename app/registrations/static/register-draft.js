// What is written stays on this device for a day, so that nothing is lost; whoever holds another's phone wipes it.
// Neither tokens, nor files, nor the identity card, nor what is agreed to.
"use strict";
{
  const form = document.querySelector("[data-register]");
  const key = `registration:${form.dataset.register}`;
  const off = `${key}:off`;
  const DAY = 24 * 60 * 60 * 1000;
  const NEVER = /^(csrf_token|token|shown|entry|category|cin|cin_is_right|notice_.*|consent_.*|.*-(kept|drop))$/;
  const note = document.querySelector("[data-restored]");
  const said = note.querySelector("p");

  // A private window, or a full device, keeps nothing: the form works all the same.
  const stored = (work) => {
    try {
      return work();
    } catch {
      return null;
    }
  };
  const boxes = () =>
    [...form.elements].filter((one) => one.name && !["file", "submit", "button"].includes(one.type) && !NEVER.test(one.name));
  const ticks = (one) => one.type === "radio" || one.type === "checkbox";

  const save = () => {
    if (stored(() => sessionStorage.getItem(off))) return;
    const values = boxes()
      .filter((one) => (ticks(one) ? one.checked : one.value !== ""))
      .map((one) => [one.name, one.value]);
    stored(() => localStorage.setItem(key, JSON.stringify({ at: Date.now(), values })));
  };
  const fill = (values) => {
    let filled = false;
    for (const one of boxes()) {
      const mine = values.filter(([name]) => name === one.name).map(([, value]) => value);
      if (mine.length === 0) continue;
      if (ticks(one)) one.checked = mine.includes(one.value);
      else if (one.value === "") one.value = mine[0];
      filled ||= one.name !== "locale_";
    }
    return filled;
  };
  const restore = () => {
    const draft = stored(() => JSON.parse(localStorage.getItem(key)));
    if (!draft || Date.now() - draft.at > DAY) {
      stored(() => localStorage.removeItem(key));
      return;
    }
    if (!fill(draft.values)) return;
    const time = new Intl.DateTimeFormat("fr-MA", { hour: "2-digit", minute: "2-digit" }).format(draft.at);
    said.textContent = said.dataset.words.replace("{time}", `\u2066${time}\u2069`);
    note.hidden = false;
    form.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const wipe = () => {
    stored(() => localStorage.removeItem(key));
    stored(() => sessionStorage.setItem(off, "1"));
    for (const one of form.elements) {
      if (["hidden", "submit", "button"].includes(one.type) || one.name === "locale_" || one.name === "category") continue;
      if (ticks(one)) one.checked = false;
      else one.value = "";
    }
    for (const one of document.querySelectorAll("[data-not-mine], [data-on-device]")) one.hidden = true;
    said.textContent = said.dataset.wiped;
    note.hidden = false;
    form.dispatchEvent(new Event("change", { bubbles: true }));
    document.dispatchEvent(new Event("registration:wiped"));
    note.scrollIntoView({ block: "center" });
  };

  if ("fresh" in form.dataset && !stored(() => sessionStorage.getItem(off))) restore();
  let timer;
  const later = (event) => {
    if (!event.isTrusted && event.target === form) return;
    clearTimeout(timer);
    timer = setTimeout(save, 300);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  window.addEventListener("pagehide", () => {
    if (timer) save();
  });
  if (!("fresh" in form.dataset)) save();
  for (const one of document.querySelectorAll("[data-wipe]")) one.addEventListener("click", wipe);
  document.querySelector("[data-on-device]").hidden = Boolean(stored(() => sessionStorage.getItem(off)));
}
