// Forms that help a little more when script runs.
export function dropZone(root) {
  const zone = root.querySelector("[data-drop]");
  if (!zone) return;
  zone.querySelector("[hidden]").hidden = false;
  for (const kind of ["dragover", "dragleave", "drop"]) {
    zone.addEventListener(kind, () => zone.classList.toggle("dragging", kind === "dragover"));
  }
}

// What is typed stays in this browser until it was sent: a session that ends loses nothing.
export function keepTyping(root) {
  const sent = root.querySelector("[data-forget]");
  if (sent) localStorage.removeItem(sent.dataset.forget);
  const form = root.querySelector("[data-keep]");
  if (!form) return;
  const areas = [...form.querySelectorAll("textarea")];
  const kept = JSON.parse(localStorage.getItem(form.dataset.keep) || "{}");
  for (const area of areas) if (!area.value && kept[area.name]) area.value = kept[area.name];
  form.addEventListener("input", () => {
    const words = Object.fromEntries(areas.map((area) => [area.name, area.value]));
    localStorage.setItem(form.dataset.keep, JSON.stringify(words));
  });
}

export function pickAll(root) {
  const group = root.querySelector("[data-pick]");
  if (!group) return;
  const boxes = [...group.querySelectorAll("input[type=checkbox]")];
  const all = root.createElement("button");
  all.type = "button";
  all.className = "button button--secondary button--small";
  all.textContent = `Chọn tất cả ${boxes.length} đơn vị`;
  all.addEventListener("click", () => {
    const on = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = on;
    all.textContent = on ? "Bỏ chọn tất cả" : `Chọn tất cả ${boxes.length} đơn vị`;
  });
  group.prepend(all);
}
