// The desk with script: the field is always ready for the next reading; the answer is heard and felt.
"use strict";

const SOUNDS = { good: [[880, 0.12]], attention: [[520, 0.14], [520, 0.14]], urgent: [[200, 0.5]] };
const BUZZES = { good: [80], attention: [120, 80, 120], urgent: [500] };
let audio;

function ready() {
  const field = document.getElementById("code");
  if (!field) return;
  field.value = "";
  field.focus();
}

function tell(answer) {
  const tone = ["good", "attention", "urgent"].find((one) => answer.classList.contains(one));
  if (!tone) return;
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

document.addEventListener("htmx:afterSwap", (event) => {
  const answer = document.getElementById("answer");
  if (!answer) return;
  tell(answer);
  // When the desk must confirm a name, the button is the next thing to press.
  if (answer.dataset.answer === "ask_identity") {
    document.getElementById("code").value = "";
    answer.querySelector("button")?.focus();
  } else {
    ready();
  }
});

document.addEventListener("DOMContentLoaded", ready);
