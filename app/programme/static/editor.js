// What the form of a session gains with script: the length and the hour of the end follow one another.
"use strict";

const when = document.querySelector("[data-when]");
const box = (name) => when.querySelector(`[name="${name}"]`);
const minutes = (text) => {
  const [hour, minute] = text.split(":").map(Number);
  return hour * 60 + minute;
};
const DAY = 24 * 60;

const showEnd = () => {
  const length = Number(box("minutes").value);
  if (!box("hour").value || !(length > 0)) return;
  const end = (minutes(box("hour").value) + length) % DAY;
  box("ends").value = `${String(Math.floor(end / 60)).padStart(2, "0")}:${String(end % 60).padStart(2, "0")}`;
};

const showLength = () => {
  if (!box("hour").value || !box("ends").value) return;
  box("minutes").value = (minutes(box("ends").value) - minutes(box("hour").value) + DAY) % DAY || DAY;
};

if (when) {
  box("minutes").addEventListener("change", showEnd);
  box("hour").addEventListener("change", () => (box("minutes").value ? showEnd() : showLength()));
  box("ends").addEventListener("change", showLength);
}
