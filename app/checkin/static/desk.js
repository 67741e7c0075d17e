// The desk with script: the field is always ready for the next reading; the answer is heard and felt.
"use strict";

const SOUNDS = { good: [[880, 0.12]], attention: [[520, 0.14], [520, 0.14]], urgent: [[200, 0.5]] };
const BUZZES = { good: [80], attention: [120, 80, 120], urgent: [500] };
let audio;

function field() {
  return document.getElementById("code");
}

function tell(answer) {
  const tone = ["good", "attention", "urgent"].find((one) => answer.classList.contains(one));
  if (tone) sound(tone);
}

function sound(tone) {
  navigator.vibrate?.(BUZZES[tone]);
  audio ??= new AudioContext();
  let at = audio.currentTime;
  for (const [frequency, seconds] of SOUNDS[tone]) {
    const voice = audio.createOscillator();
    voice.frequency.value = frequency;
    voice.connect(audio.destination);
    voice.start(at);
    voice.stop(at + seconds);
    at += seconds + 0.06;
  }
}

// A hand scanner types wherever the focus is: what it types belongs to the field, never to a button.
document.addEventListener("keydown", (event) => {
  const types = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (types && document.activeElement !== field()) field()?.focus();
});

// The next badge may be read before the answer: the field is empty again, and the old answer is gone.
document.addEventListener("htmx:beforeRequest", () => {
  document.getElementById("failure").hidden = true;
  field().value = "";
  const answer = document.getElementById("answer");
  answer.classList.remove(...Object.keys(SOUNDS));
  answer.setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:afterSwap", () => {
  const answer = document.getElementById("answer");
  if (!answer) return;
  tell(answer);
  // When the desk must confirm a name, the button is the next thing to press.
  const asks = answer.dataset.answer === "ask_identity" && !field().value;
  (asks ? answer.querySelector("button") : field())?.focus();
});

// No answer came: what was read stands in the field again, to be sent once more.
for (const failure of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(failure, (event) => {
    field().value ||= event.detail.requestConfig.parameters.code;
    field().select();
    document.getElementById("failure").hidden = false;
    sound("urgent");
  });
}

// The network is back: what could not be read is ready to be sent again.
window.addEventListener("online", () => {
  document.getElementById("failure").hidden = true;
  field().select();
});

document.addEventListener("DOMContentLoaded", () => field()?.focus());
