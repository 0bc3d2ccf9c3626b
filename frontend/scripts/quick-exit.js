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
  root.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    const now = event.timeStamp;
    presses = [...presses.filter((at) => now - at < WITHIN_MS), now];
    if (presses.length >= PRESSES) leave(link.href);
  });
}
