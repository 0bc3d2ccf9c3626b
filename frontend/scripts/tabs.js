// Where tabs go beyond a narrow screen, the one that is open is brought into sight.
export function tabsInSight(root) {
  for (const open of root.querySelectorAll(".tabs [aria-current]")) {
    const row = open.closest(".tabs");
    row.scrollLeft = open.offsetLeft - (row.clientWidth - open.offsetWidth) / 2;
  }
}
