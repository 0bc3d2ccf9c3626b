// Small helps for pages that already work without them.
import { quickExit } from "./quick-exit.js";
import { errorSummary } from "./error-summary.js";

quickExit(document);
errorSummary(document);
document.documentElement.classList.add("scripted");
