// Keeps what is typed at the telephone on the server, five seconds after the last key.
// Without scripts there is a button that does the same.
const form = document.querySelector("form[data-keep]");
const said = document.querySelector("[data-kept]");
let waits = 0;
let failing = false;

async function keep() {
  const body = new FormData(form);
  body.delete("keep");
  try {
    const answer = await fetch(form.dataset.keep, { method: "POST", body });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    form.elements.draft.value = (await answer.json()).draft;
    failing = false;
    said.textContent = `Đã lưu nháp lúc ${new Date().toLocaleTimeString("vi-VN").slice(0, 5)}`;
  } catch {
    failing = true;
    said.textContent = "Chưa lưu được nháp. Cứ ghi tiếp, máy sẽ thử lại.";
    waits = setTimeout(keep, 10000);
  }
}

if (form) {
  form.addEventListener("input", () => {
    clearTimeout(waits);
    waits = setTimeout(keep, failing ? 10000 : 5000);
  });
  form.addEventListener("submit", () => clearTimeout(waits));
}
