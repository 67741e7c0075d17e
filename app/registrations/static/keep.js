// What is kept at the end gains with script: the system's share sheet, copying a link, printing.
"use strict";

const quietly = async (work) => {
  try {
    await work();
  } catch (refused) {
    if (refused.name !== "AbortError") throw refused; // the person closed the sheet
  }
};

for (const actions of document.querySelectorAll("[data-share-text]")) {
  const { shareTitle: title, shareText: text, copied } = actions.dataset;
  const share = actions.querySelector("[data-share]");
  if (share && navigator.share) {
    share.hidden = false;
    share.addEventListener("click", () => quietly(() => navigator.share({ title, text })));
  }
  const copy = actions.querySelector("[data-copy]");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text);
      actions.querySelector("[role=status]").textContent = copied;
    });
  }
}

const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
