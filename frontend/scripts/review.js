// The review screen: a field shows its place in the letter, and a piece of the letter can be put
// into a field. Without script the fields are typed into and the colours tell the places.
const CONTROL = "input:not([type=hidden], [type=checkbox], [type=radio]), textarea";

export function review(root) {
  const form = root.querySelector("[data-review]");
  const letter = root.querySelector(".review__letter .letter");
  if (!form || !letter) return;
  const marksOf = (name) => letter.querySelectorAll(`[data-mark="${CSS.escape(name)}"]`);
  let control = null;

  const light = (event, on) => {
    const field = event.target.closest("[data-field]");
    if (!field) return;
    for (const mark of marksOf(field.dataset.field)) mark.classList.toggle("lit", on);
  };
  form.addEventListener("mouseover", (event) => light(event, true));
  form.addEventListener("mouseout", (event) => light(event, false));
  form.addEventListener("focusin", (event) => {
    light(event, true);
    if (event.target.matches(CONTROL)) control = event.target;
    const field = event.target.closest("[data-field]");
    const mark = field && marksOf(field.dataset.field)[0];
    if (mark) keepInSight(letter.parentElement, mark);
  });
  form.addEventListener("focusout", (event) => light(event, false));

  letter.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-mark]");
    if (!mark || String(root.getSelection())) return;
    const field = form.querySelector(`[data-field="${CSS.escape(mark.dataset.mark)}"]`);
    const first = field && field.querySelector(CONTROL);
    if (first) first.focus();
  });

  const use = root.createElement("button");
  use.type = "button";
  use.className = "button button--accent button--small take";
  use.hidden = true;
  root.body.append(use);
  const chosen = () => {
    const selection = root.getSelection();
    const inside = selection.rangeCount && letter.contains(selection.getRangeAt(0).commonAncestorContainer);
    return inside ? String(selection).replace(/[ \t]*\n[ \t]*/g, " ").trim() : "";
  };
  root.addEventListener("selectionchange", () => {
    const words = chosen();
    use.hidden = !words || !control;
    if (use.hidden) return;
    use.textContent = `Dùng đoạn đã chọn cho “${nameOf(control) || "ô này"}”`;
    const box = root.getSelection().getRangeAt(0).getBoundingClientRect();
    use.style.top = `${Math.min(window.innerHeight - 120, box.bottom + 8)}px`;
    use.style.left = `${Math.max(8, Math.min(window.innerWidth - 320, box.left))}px`;
  });
  use.addEventListener("pointerdown", (event) => event.preventDefault());
  use.addEventListener("click", () => {
    control.value = chosen();
    root.getSelection().removeAllRanges();
    use.hidden = true;
    control.focus();
    control.dispatchEvent(new Event("input", { bubbles: true }));
  });

  let unsaved = false;
  form.addEventListener("input", () => (unsaved = true));
  form.addEventListener("submit", () => (unsaved = false));
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
}

// The label's own words, without the link to the mark that stands in it.
function nameOf(control) {
  const label = control.labels && control.labels[0];
  const own = label ? [...label.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE) : [];
  return own.map((node) => node.textContent).join("").trim();
}

function keepInSight(frame, mark) {
  const top = mark.getBoundingClientRect().top - frame.getBoundingClientRect().top;
  if (top < 0 || top > frame.clientHeight - 60) frame.scrollTop += top - frame.clientHeight / 3;
}
