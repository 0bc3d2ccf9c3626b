// A page with errors begins at their summary; its links put the cursor in the field.
export function errorSummary(root) {
  const summary = root.querySelector(".govuk-error-summary");
  if (!summary) return;
  summary.setAttribute("tabindex", "-1");
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && root.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const group = field.closest(".govuk-form-group") || field;
    group.scrollIntoView({ block: "start" });
    const reach = field.matches("input, select, textarea") ? field : field.querySelector("input");
    (reach || field).focus({ preventScroll: true });
  });
}
