// What a page gains with script; without it everything still works.
"use strict";

const unsaved = new Set();

// Leaving a form with unsaved changes asks; sending it twice sends it once.
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) unsaved.add(form);
  const side = event.target.closest(".both-sides > div");
  const mark = side?.querySelector("[data-missing]");
  if (mark) mark.hidden = event.target.value.trim() !== "";
});

// A page that the server drew again (preview, refusal) holds what is not saved.
for (const form of document.querySelectorAll("form[data-changed]")) unsaved.add(form);

document.addEventListener("submit", (event) => {
  const form = event.target;
  // A form that htmx sends, or whose answer opens in another tab, stays on the page and may be sent again.
  if (form.method !== "post" || event.defaultPrevented || event.submitter?.formTarget === "_blank") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  unsaved.delete(form);
  for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
    button.setAttribute("aria-disabled", "true");
  }
});

// The back button brings a page back as it was left: let it be sent again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
});

window.addEventListener("beforeunload", (event) => {
  if (unsaved.size) event.preventDefault();
});

// A password can be shown while it is chosen.
for (const box of document.querySelectorAll("[data-reveal]")) {
  box.hidden = false;
  box.addEventListener("change", (event) => {
    document.getElementById(box.dataset.reveal).type = event.target.checked ? "text" : "password";
  });
}

// A list counts what is ticked, and ticks a whole page without fetching it again.
for (const form of document.querySelectorAll("form[data-bulk]:has([data-count])")) {
  const boxes = [...form.querySelectorAll("input[name=id]")];
  const whole = boxes.some((box) => box.disabled); // all that match, on every page
  const count = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    form.querySelector("[data-count]").hidden = form.querySelector("[data-tick='']").hidden = !ticked;
    form.querySelector("[data-count] b").textContent = ticked;
  };
  form.addEventListener("change", count);
  form.addEventListener("click", (event) => {
    const way = event.target.closest("[data-tick]");
    if (!way || whole || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    for (const box of boxes) box.checked = Boolean(way.dataset.tick);
    count();
  });
  if (!whole) count();
}

// The summary of errors is read first.
document.querySelector("[data-errors]")?.focus();
