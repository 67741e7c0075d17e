// The links of categories and delegations: copied by a button, chosen whole by a touch.
"use strict";

for (const box of document.querySelectorAll("[data-link]")) {
  box.addEventListener("focus", () => box.select());
}
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    const words = button.querySelector("span");
    words.textContent = button.dataset.copied;
    words.setAttribute("role", "status");
  });
}
