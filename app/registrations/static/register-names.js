// While one registers: the name in the other script is proposed into an empty box, a slip in an address is asked
// about. What a person wrote is never replaced, unless they press the button.
"use strict";
{
  const names = document.querySelector("[data-names]");
  const TWINS = {
    given_ar: ["given_latin", "given", "latin"],
    family_ar: ["family_latin", "family", "latin"],
    given_latin: ["given_ar", "given", "ar"],
    family_latin: ["family_ar", "family", "ar"],
  };
  const box = (name) => document.getElementById(name);
  const touched = new Set(Object.keys(TWINS).filter((name) => box(name).value));

  const mark = (name, on) => {
    const field = box(name).closest(".field");
    field.classList.toggle("proposed", on);
    field.querySelector(".proposal")?.remove();
    box(name).removeAttribute("aria-describedby");
    if (!on) return;
    const note = document.createElement("p");
    note.className = "hint proposal";
    note.id = `${name}-proposal`;
    note.textContent = names.dataset.suggested;
    box(name).before(note);
    box(name).setAttribute("aria-describedby", note.id);
  };
  const propose = async (name) => {
    const [twin, piece, script] = TWINS[name];
    const text = box(name).value.trim();
    if (touched.has(twin)) return;
    let found = "";
    if (text) {
      // By POST: what somebody types stands in no address.
      const body = new FormData();
      body.set("csrf_token", names.closest("form").elements.csrf_token.value);
      body.set("text", text);
      const address = `${names.dataset.names}/${piece}/${script}`;
      const answer = await fetch(address, { method: "POST", body }).catch(() => null);
      found = answer?.ok ? (await answer.json()).name : "";
    }
    // Written on meanwhile, or the step was left: nothing is put where nobody sees it.
    if (box(name).value.trim() !== text || touched.has(twin) || box(twin).offsetParent === null) return;
    box(twin).value = found;
    mark(twin, found !== "");
    box(twin).dispatchEvent(new Event("change", { bubbles: true }));
  };
  const timers = new Map();
  for (const name of Object.keys(TWINS)) {
    box(name).addEventListener("input", () => {
      touched.add(name);
      if (!box(name).value) touched.delete(name);
      mark(name, false);
      clearTimeout(timers.get(name));
      timers.set(name, setTimeout(() => propose(name), 350));
    });
  }
}
{
  const email = document.getElementById("email");
  const line = document.querySelector("[data-meant]");
  const form = line.closest("form");
  const put = (address) => {
    line.replaceChildren();
    if (!address) return;
    const [before, after] = line.dataset.words.split("{address}");
    const meant = document.createElement("bdi");
    meant.dir = "ltr";
    meant.textContent = address;
    const take = document.createElement("button");
    take.type = "button";
    take.className = "button quiet";
    take.textContent = line.dataset.take;
    take.addEventListener("click", () => {
      email.value = address;
      line.replaceChildren();
      email.focus();
      email.dispatchEvent(new Event("change", { bubbles: true }));
    });
    line.append(before, meant, after, " ", take);
  };
  // By POST: an address of somebody stands in no address of ours.
  const ask = async () => {
    const address = email.value;
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    body.set("email", address);
    const answer = address.trim() ? await fetch(line.dataset.slips, { method: "POST", body }).catch(() => null) : null;
    const meant = answer?.ok ? (await answer.json()).meant : "";
    if (email.value === address) put(meant);
  };
  email.addEventListener("change", (event) => {
    if (event.isTrusted) ask();
  });
  email.addEventListener("input", () => put(""));
  if (line.dataset.address) put(line.dataset.address);
}
