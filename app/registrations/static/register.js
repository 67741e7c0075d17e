// The form of registration, one step at a time. Without script it is one long page, and works as well.
"use strict";
{
  const form = document.querySelector("[data-register]");
  const steps = [...form.querySelectorAll("[data-step]")];
  const live = document.querySelector("[data-live]");
  let now = 0;

  const hidden = (input) => input.closest("[data-shown-when][hidden]") !== null;
  const asked = (step) =>
    [...step.querySelectorAll("input, select, textarea")].filter((one) => one.type !== "hidden" && !hidden(one));
  const words = (node) => {
    const copy = node.cloneNode(true);
    for (const one of copy.querySelectorAll(".need")) one.remove();
    return copy.textContent.trim().replace(/[^\S\u00a0\u202f]+/g, " ");
  };
  const group = (input) => input.closest("fieldset:not([data-step])");
  const label = (input) => {
    const ticked = input.type === "radio" || input.type === "checkbox";
    const legend = ticked && group(input)?.querySelector("legend");
    return words(legend || input.labels[0]);
  };

  // One step at a time, its title read first.
  const open = (number, focus = true) => {
    now = Math.max(0, Math.min(number, steps.length - 1));
    for (const [index, step] of steps.entries()) step.hidden = index !== now;
    if (now === steps.length - 1) review();
    if (!focus) return;
    const title = steps[now].querySelector("h2");
    title.focus({ preventScroll: true });
    steps[now].scrollIntoView({ block: "start" });
  };

  // A contact that is plainly not whole, by its figures or its shape; the server looks closer.
  const isWhole = {
    email: (text) => /^[^@]+@[^@]+[.。．｡][^@.]+$/.test(text),
    phone: (text) => {
      const figures = text.replace(/[٠-٩۰-۹]/g, (one) => one.charCodeAt(0) & 15).replace(/\D/g, "");
      const national = figures.replace(/^(00)?212|^0(?!0)/, "");
      const abroad = national === figures && (text.includes("+") || figures.startsWith("00"));
      return abroad ? figures.length >= 7 : national.length >= 9;
    },
  };
  const answered = (input) => {
    if (input.type === "file" && form.elements[`${input.name}-kept`]) return true;
    return [...form.querySelectorAll(`[name="${CSS.escape(input.name)}"]`)].some((one) =>
      one.type === "radio" || one.type === "checkbox" ? one.checked : one.value.trim() !== "",
    );
  };
  // In the words of the server: a question keeps its mark, and needs no stop.
  const needed = (input) => {
    if (input.dataset.needed) return input.dataset.needed;
    let kind = "enter";
    if (input.type === "radio" || input.tagName === "SELECT" || input.closest("fieldset.choices")) kind = "choose";
    else if (input.type === "checkbox") kind = "tick";
    else if (input.type === "file") kind = "attach";
    const name = label(input).replace(/[\s.:]+$/, "");
    return live.dataset[kind].replace("{field}", () => name).replace(/([?؟])\.$/, "$1");
  };
  const lack = (input) => {
    if (input.required && !answered(input)) return needed(input);
    const text = input.dataset.incomplete ? input.value.replace(/[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "") : "";
    return text && !isWhole[input.name](text) ? input.dataset.incomplete : "";
  };

  // What a step cannot do without is told before it is left; all else the server says.
  const lacks = (step) => {
    const found = [];
    for (const box of step.querySelectorAll("[data-one-of]")) {
      const inputs = box.dataset.oneOf.split(" ").map((name) => form.elements[name]);
      if (inputs.every((one) => one.value.trim() === "")) found.push([inputs[0], box.dataset.words]);
    }
    const seen = new Set();
    for (const input of asked(step)) {
      if (seen.has(input.name)) continue;
      seen.add(input.name);
      const text = lack(input);
      if (text) found.push([input, text]);
    }
    const place = (input) => asked(step).indexOf(input);
    return found.sort((one, other) => place(one[0]) - place(other[0]));
  };

  // Each sentence stands at its field too, as the server writes it (ui/fields.html), until it is mended.
  let told = [];
  const describe = (one, change) => {
    const names = new Set((one.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
    change(names);
    if (names.size) one.setAttribute("aria-describedby", [...names].join(" "));
    else one.removeAttribute("aria-describedby");
  };
  const say = (input, text) => {
    const box = input.closest("fieldset.field") ?? input.closest(".field");
    const many = box.tagName === "FIELDSET";
    box.querySelector(":scope > .error")?.remove();
    const line = document.createElement("p");
    line.className = "error";
    line.id = `${many ? input.name : input.id}-error`;
    line.dataset.told = "";
    line.textContent = text;
    if (many) (box.querySelector(":scope > .hint") ?? box.querySelector("legend")).after(line);
    else if (box.classList.contains("tick")) box.append(line);
    else input.before(line);
    box.classList.add("wrong");
    for (const one of many ? box.querySelectorAll("input") : [input]) one.setAttribute("aria-invalid", "true");
    describe(many ? box : input, (names) => names.add(line.id));
  };
  const unsay = (line) => {
    const box = line.parentElement;
    line.remove();
    box.classList.remove("wrong");
    for (const one of box.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
    for (const one of [box, ...box.querySelectorAll("[aria-describedby]")]) describe(one, (names) => names.delete(line.id));
  };
  const tell = (found) => {
    told = found;
    live.hidden = found.length === 0;
    live.querySelector("ul").replaceChildren(
      ...found.map(([input, text]) => {
        const line = document.createElement("li");
        const link = document.createElement("a");
        link.href = `#${input.id}`;
        link.textContent = text;
        line.append(link);
        return line;
      }),
    );
    for (const line of form.querySelectorAll("[data-told]")) unsay(line);
    for (const [input, text] of found) say(input, text);
  };
  // While one writes, what is mended goes; nothing new is said before the step is left.
  const mend = () => {
    if (told.length === 0) return;
    const still = lacks(steps[now]);
    const left = told.filter(([input, text]) => still.some(([one, words]) => one === input && words === text));
    if (left.length < told.length) tell(left);
  };
  const next = () => {
    const found = lacks(steps[now]);
    tell(found);
    if (found.length === 0) open(now + 1);
    else {
      live.scrollIntoView({ block: "start" });
      found[0][0].focus({ preventScroll: true });
    }
  };

  // What was typed, to be checked before it is sent.
  const box = form.querySelector("[data-review]");
  const said = (input) => {
    if (input.type === "checkbox" && !group(input)) return input.checked ? box.dataset.yes : "";
    if (input.type === "radio" || input.type === "checkbox") {
      const when = input.dataset.when ? ` (${input.dataset.when})` : "";
      return input.checked ? words(input.labels[0]) + when : "";
    }
    if (input.type === "file") return [...input.files].map((file) => file.name).join(" · ");
    if (input.tagName === "SELECT") return input.selectedOptions[0]?.textContent.trim() ?? "";
    return input.value.trim();
  };
  const review = () => {
    box.replaceChildren(
      ...steps.slice(0, -1).flatMap((step, number) => {
        const lines = new Map();
        for (const input of asked(step)) {
          const text = said(input);
          if (text) lines.set(label(input), [...(lines.get(label(input)) ?? []), text]);
        }
        const title = step.querySelector("h2").dataset.title;
        const head = document.createElement("div");
        const heading = document.createElement("h3");
        const change = document.createElement("button");
        heading.textContent = title;
        change.type = "button";
        change.className = "button plain";
        change.textContent = box.dataset.change;
        change.setAttribute("aria-label", box.dataset.changeStep.replace("{step}", title));
        change.addEventListener("click", () => open(number));
        head.className = "review-head";
        head.append(heading, change);
        const list = document.createElement("dl");
        list.className = "facts";
        for (const [name, texts] of lines) {
          const row = document.createElement("div");
          const [term, value] = [document.createElement("dt"), document.createElement("dd")];
          term.textContent = name;
          for (const [index, text] of texts.entries()) {
            const part = document.createElement("bdi");
            // A long address breaks before its sign, not within a word.
            for (const [place, piece] of text.split(/(?=@)/).entries())
              part.append(...(place ? [document.createElement("wbr"), piece] : [piece]));
            value.append(...(index ? [" · ", part] : [part]));
          }
          row.append(term, value);
          list.append(row);
        }
        return [head, list];
      }),
    );
    box.hidden = false;
  };

  // A part that depends on another answer; questions.js does the same for the organiser's questions.
  const depend = () => {
    for (const part of form.querySelectorAll(".field-more[data-shown-when]")) {
      const answers = [...form.querySelectorAll(`[name="${CSS.escape(part.dataset.shownWhen)}"]`)];
      part.hidden = !answers.some((one) => one.checked && one.value === part.dataset.shownValue);
      for (const one of part.querySelectorAll("[data-needed]")) one.required = !part.hidden;
    }
  };

  // What stops a double click is app.js; a form that cannot leave stays, and says so.
  form.addEventListener("submit", (event) => {
    const box = form.querySelector("[data-offline]");
    box.hidden = true;
    if (navigator.onLine) return;
    event.preventDefault();
    box.hidden = false;
    box.firstElementChild.textContent += ""; // said again to who hears the page
  });
  form.addEventListener("keydown", (event) => {
    const typed = event.target.matches("input:not([type=file])");
    if (event.key !== "Enter" || event.isComposing || !typed || now === steps.length - 1) return;
    event.preventDefault();
    next();
  });
  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-next]")) next();
    if (event.target.closest("[data-back]")) {
      tell([]);
      open(now - 1);
    }
  });
  // A link to a field leads into its step.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".errors a[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    const step = target?.closest("[data-step]");
    if (!step) return;
    event.preventDefault();
    open(steps.indexOf(step), false);
    const input = target === step ? step.querySelector("h2") : target;
    input.focus();
    input.scrollIntoView({ block: "center" });
  });

  document.addEventListener("change", () => {
    depend();
    mend();
  });
  form.addEventListener("input", mend);
  depend();
  for (const one of form.querySelectorAll("[data-next], [data-back], .step-count")) one.hidden = false;
  form.classList.add("stepped");
  const wrong = form.querySelector("[aria-invalid=true], .wrong");
  const choosing = form.querySelector("input[type=radio][name=category]");
  open(wrong ? steps.indexOf(wrong.closest("[data-step]")) : choosing || "fresh" in form.dataset ? 0 : Number(form.dataset.open), false);
  document.addEventListener("registration:wiped", () => open(0));
  document.addEventListener("registration:restored", () => depend());
}
