// Leaving at once: the button, or Shift three times within five seconds.
// The address we leave for replaces this page, so that "back" does not return to it.
const PRESSES = 3;
const WITHIN_MS = 5000;

function leave(address) {
  document.documentElement.classList.add("leaving");
  document.title = "…";
  window.location.replace(address);
}

export function quickExit(root) {
  const link = root.querySelector("[data-exit]");
  if (!link) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link.href);
  });
  let presses = [];
  let alone = false; // a Shift held for a capital letter is not a call for help
  root.addEventListener("keydown", (event) => {
    if (event.key === "Shift") {
      alone = alone || !event.repeat;
      return;
    }
    alone = false;
    presses = [];
  });
  root.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    presses = [...presses.filter((at) => event.timeStamp - at < WITHIN_MS), event.timeStamp];
    if (presses.length >= PRESSES) leave(link.href);
  });
}

// A page that answers a form sent in the ordinary way becomes a page like any other at once.
export function forgetWhatWasSent(root) {
  if (root.querySelector("[data-exit]")) history.replaceState(null, "", window.location.href);
}
