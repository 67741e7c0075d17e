// Questions that depend on another one are shown when it was answered so: see _questions.html.
"use strict";

const said = (name) =>
  [...document.getElementsByName(name)]
    .filter((input) => (input.type !== "radio" && input.type !== "checkbox") || input.checked)
    .filter((input) => !input.closest("[data-shown-when][hidden]"))
    .map((input) => input.value);

const waiting = [...document.querySelectorAll(".question[data-shown-when]")];

const show = () => {
  // In their order: a question that is hidden hides those that wait for it.
  for (const question of waiting) {
    question.hidden = !said(question.dataset.shownWhen).includes(question.dataset.shownValue);
    question.querySelector(".question-when").hidden = true;
  }
};

if (waiting.length) {
  document.addEventListener("change", show);
  show();
}
