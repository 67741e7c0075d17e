// The conflicts of a session are told again while its form is filled in. What stands there is what the server
// answered last; without an answer it stays.
"use strict";

// A block: the names of other scripts of the page are theirs.
{
  const MATTERS = /^(kind|day|hour|minutes|ends|hall_id|capacity|interpretation|(people|talks)-.*(minutes|person_id|part|unnamed).*)$/;
  const WAIT = 400;
  const here = document.querySelector("[data-conflicts]");
  const form = here?.closest("form") ?? document.querySelector("main form[data-guard]");
  let timer;
  let asked;

  const show = (text) => {
    const told = document.createElement("template");
    told.innerHTML = text;
    const place = here.querySelector("[data-found]");
    // The same again is not read out again.
    if (told.content.textContent.trim() !== place.textContent.trim()) place.replaceChildren(told.content);
  };

  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      // As the form itself is sent: in parts there may be a thousand fields at most.
      const body = new URLSearchParams(new FormData(form));
      const sent = { method: "POST", body, signal: asked.signal };
      const answer = await fetch(here.dataset.conflicts, sent);
      if (answer.ok && !answer.redirected) show(await answer.text());
    } catch (error) {
      if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error; // TypeError: no network
    }
  };

  if (here && form) {
    const later = (event) => {
      if (!MATTERS.test(event.target.name)) return;
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later); // what another script fills in
  }
}
