// What the forms of the directory gain with script: organisations offered while one types, a name proposed in
// the other script. Nothing that a person wrote is ever replaced unless they press the button.
"use strict";

const later = (work, wait) => {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), wait);
  };
};

const ask = async (address, words) => {
  const answer = await fetch(`${address}?${new URLSearchParams(words)}`);
  return answer.ok ? answer.json() : null;
};

for (const field of document.querySelectorAll("[data-choose]")) {
  const box = field.querySelector("input[list]");
  const list = field.querySelector("datalist");
  const offer = later(async () => {
    if (box.value.trim().length < 2) return;
    const found = (await ask(field.dataset.choose, { q: box.value })) ?? [];
    list.replaceChildren(
      ...found.map((one) => {
        const option = document.createElement("option");
        option.value = one.name;
        option.label = one.note;
        return option;
      }),
    );
  }, 200);
  box.addEventListener("input", offer);
}

const names = document.querySelector("[data-names]");
const TWINS = {
  given_ar: ["given_latin", "given", "latin"],
  family_ar: ["family_latin", "family", "latin"],
  given_latin: ["given_ar", "given", "ar"],
  family_latin: ["family_ar", "family", "ar"],
};

const propose = async (from) => {
  const [twin, part, script] = TWINS[from.id];
  const line = names.querySelector(`[data-for="${twin}"]`);
  const box = document.getElementById(twin);
  const typed = from.value.trim();
  const found = typed && !box.value ? await ask(`${names.dataset.names}${part}/${script}`, { text: typed }) : null;
  if (from.value.trim() !== typed) return; // written on meanwhile
  line.querySelector("[data-text]").textContent = found?.name ?? "";
  line.hidden = !found?.name || box.value !== "";
};

if (names) {
  for (const name of Object.keys(TWINS)) {
    const box = document.getElementById(name);
    const line = names.querySelector(`[data-for="${name}"]`);
    const button = line.querySelector("[data-use]");
    button.hidden = false;
    box.addEventListener("input", () => {
      if (box.value) line.hidden = true;
    });
    box.addEventListener("change", () => propose(box));
    button.addEventListener("click", () => {
      box.value = line.querySelector("[data-text]").textContent;
      line.hidden = true;
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.focus();
    });
  }
}
