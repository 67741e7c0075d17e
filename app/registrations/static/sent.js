// The form acted: what the device kept of it goes.
"use strict";
{
  const { sent } = document.currentScript.dataset;
  try {
    if (new URL(document.referrer).pathname.includes(`/${sent}/register`)) localStorage.removeItem(`registration:${sent}`);
  } catch {
    // Nobody came from the form, or the device keeps nothing.
  }
}
