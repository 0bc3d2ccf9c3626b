// Under load: a little work for the machine while the person reads the last page (altcha, SHA-256).
// Without scripts, or without a secure connection, it is sent as it is; nothing is refused.
const form = document.querySelector("form[data-work]");

function bytesOf(hex) {
  return Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
}

function hexOf(buffer) {
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function solve(challenge) {
  const { nonce, salt, keyPrefix } = challenge.parameters;
  const before = [...bytesOf(salt), ...bytesOf(nonce)];
  const data = new Uint8Array([...before, 0, 0, 0, 0]);
  const view = new DataView(data.buffer);
  for (let counter = 0; ; counter += 1) {
    view.setUint32(before.length, counter);
    const derivedKey = hexOf(await crypto.subtle.digest("SHA-256", data));
    if (derivedKey.startsWith(keyPrefix)) return { counter, derivedKey };
  }
}

if (form && window.crypto && crypto.subtle) {
  const challenge = JSON.parse(form.dataset.work);
  let done = false;
  let pressed = null;
  form.addEventListener("submit", (event) => {
    if (done) return;
    event.preventDefault(); // sent as soon as the work is done
    pressed = event;
    form.querySelector("[data-working]").hidden = false;
  });
  solve(challenge).then((solution) => {
    form.elements.proof.value = btoa(JSON.stringify({ challenge, solution }));
    done = true;
    if (!pressed) return;
    if (form.requestSubmit) form.requestSubmit(pressed.submitter);
    else form.submit();
  });
}
