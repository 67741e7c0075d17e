// What the public programme gains with script: stars kept on this device, what runs now, what changed since the last
// visit, links to share. Without it everything is still read, and one's own programme is an address with ticks.
"use strict";

const frame = document.querySelector("[data-programme]");
const words = document.getElementById("programme-words");
const KEY = `programme:${frame.dataset.programme}`;
const MINUTE = 60_000;

// A device may refuse to keep anything.
const recall = (name, place = "localStorage") => {
  try {
    return JSON.parse(window[place].getItem(`${KEY}:${name}`));
  } catch {
    return null;
  }
};
const keep = (name, value, place = "localStorage") => {
  try {
    window[place].setItem(`${KEY}:${name}`, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
};
const stars = () => new Set(recall("stars") ?? []);

// On a phone the tab of this page may stand beyond the edge
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// A star on each session, but of an event that is over
const drawing = words.content.firstElementChild;
for (const session of drawing ? frame.querySelectorAll("[data-ref]:not(.gone)") : []) {
  const { ref } = session.dataset;
  const star = drawing.cloneNode(true);
  const title = session.querySelector(".title").textContent.trim();
  star.setAttribute("aria-label", star.getAttribute("aria-label").replace("{title}", () => `\u2068${title}\u2069`));
  star.setAttribute("aria-pressed", stars().has(ref));
  star.addEventListener("click", () => {
    const held = stars(); // another tab may have changed them
    if (!held.delete(ref)) held.add(ref);
    if (keep("stars", [...held])) star.setAttribute("aria-pressed", held.has(ref));
  });
  session.append(star);
}

// My programme: the address of the stars of this device; those of an address may be kept here.
const mine = document.querySelector("[data-mine]");
if (mine) {
  const asked = new URLSearchParams(location.search).getAll("s");
  const held = [...stars()];
  const choosing = recall("choosing", "sessionStorage");
  keep("choosing", 0, "sessionStorage");
  if (!asked.length && held.length && !choosing) {
    location.replace(`?${new URLSearchParams(held.map((ref) => ["s", ref]))}`);
  }
  for (const box of document.querySelectorAll("input[name=s]")) box.checked = held.includes(box.value);
  document.querySelector("form.choose")?.addEventListener("submit", (event) => {
    keep("stars", new FormData(event.target).getAll("s"));
  });
  document.querySelector("[data-choose]")?.addEventListener("click", () => keep("choosing", 1, "sessionStorage"));
  const button = document.querySelector("[data-keep]");
  if (button && asked.some((ref) => !held.includes(ref))) {
    button.hidden = false;
    button.addEventListener("click", () => {
      keep("stars", [...new Set([...held, ...asked])]);
      location.reload();
    });
  }
}

// Sharing and copying
const said = document.querySelector(".said");
const copy = async () => {
  await navigator.clipboard.writeText(location.href);
  said.textContent = words.dataset.copied;
};
for (const button of document.querySelectorAll("[data-share], [data-copy]")) {
  const shares = "share" in button.dataset && navigator.share;
  if (!shares && !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await (shares ? navigator.share({ title: document.title, url: location.href }) : copy());
    } catch (refused) {
      if (refused.name !== "AbortError") throw refused;
    }
  });
}

// What a release changed after the one that was read here last; during one visit it stays marked.
const release = Number(frame.dataset.release);
if (release) {
  const seen = recall("seen", "sessionStorage") ?? recall("seen");
  keep("seen", seen ?? release, "sessionStorage");
  keep("seen", release);
  for (const session of frame.querySelectorAll("[data-changed]")) {
    if (seen === null || Number(session.dataset.changed) <= seen) continue;
    session.querySelector(".kind")?.append(badge("attention", words.dataset.new));
  }
}

function badge(tone, text) {
  const made = document.createElement("span");
  made.className = `state ${tone} by-script`;
  made.textContent = text;
  return made;
}

// What runs now, and a line through the hours of today
const timed = [...frame.querySelectorAll("[data-from]")];
const show = () => {
  const now = Date.now() / 1000;
  for (const session of timed) {
    const running = Number(session.dataset.from) <= now && now < Number(session.dataset.to);
    if (running === session.classList.contains("running")) continue;
    session.classList.toggle("running", running);
    const kind = session.querySelector(".kind");
    if (running) kind.prepend(Object.assign(badge("good", words.dataset.now), { title: "" }));
    else kind.querySelector(".good.by-script")?.remove();
  }
  for (const day of frame.querySelectorAll(".hours-of")) line(day, now);
};
const line = (day, now) => {
  const marks = [...day.querySelectorAll("[data-at]")].map((one) => ({ at: Number(one.dataset.at), top: one.offsetTop }));
  const next = marks.findIndex((one) => one.at > now);
  let drawn = day.querySelector(".now-line");
  if (next < 1) {
    drawn?.remove();
    return;
  }
  if (!drawn) {
    drawn = Object.assign(document.createElement("span"), { className: "now-line" });
    day.append(drawn);
  }
  const [before, after] = marks.slice(next - 1, next + 1);
  const part = (now - before.at) / (after.at - before.at);
  drawn.style.insetBlockStart = `${before.top + part * (after.top - before.top)}px`;
};
if (timed.length) {
  show();
  setInterval(show, MINUTE);
}
