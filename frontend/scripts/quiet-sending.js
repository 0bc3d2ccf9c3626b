// What a form sends stands in the history of the page that answers it, and browsers write their
// history down to open it again after a crash. Such a form is sent beside the history instead, and
// its answer is written over this page: there is no entry that holds what was sent.
export function quietSending(root) {
  if (!window.SubmitEvent || !("submitter" in SubmitEvent.prototype)) return; // sent as ever
  root.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !event.target.matches("form[data-quiet]")) return;
    event.preventDefault();
    send(root, event.target, event.submitter);
  });
}

async function send(root, form, submitter) {
  if (form.dataset.sending) return;
  form.dataset.sending = "1";
  const said = new FormData(form);
  if (submitter && submitter.name) said.append(submitter.name, submitter.value);
  const body = form.enctype === "multipart/form-data" ? said : new URLSearchParams(said);
  let answer;
  let page;
  try {
    answer = await fetch(form.getAttribute("action") || window.location.href, { method: "POST", body });
    page = await answer.text();
  } catch {
    delete form.dataset.sending;
    root.querySelector("[data-unsent]").hidden = false; // nothing typed is lost
    return;
  }
  if (answer.url !== window.location.href) history.pushState(null, "", answer.url);
  root.open();
  root.write(page);
  root.close();
  window.addEventListener("popstate", () => window.location.reload());
}
